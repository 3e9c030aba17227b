package yihuyima.api.identity;

import java.util.Locale;
import java.util.Optional;

/**
 * A device in plain words, such as 微信 · 安卓手机: enough for its owner to know it, too little to tell
 * people apart by. What a client says of itself is not believed for anything else.
 */
final class DeviceWords {
  /** A User-Agent is looked at so far: names of apps and systems stand at its front. */
  private static final int LOOKED_AT_CHARS = 512;

  private DeviceWords() {}

  /** The words; 未知设备 when nothing is said. */
  static String of(Optional<String> userAgent) {
    String agent = userAgent.orElse("");
    agent = agent.substring(0, Math.min(agent.length(), LOOKED_AT_CHARS)).toLowerCase(Locale.ROOT);
    String app = app(agent);
    String machine = machine(agent);
    if (app.isEmpty()) {
      return machine.isEmpty() ? "未知设备" : machine;
    }
    return machine.isEmpty() ? app : app + " · " + machine;
  }

  /**
   * The more particular first: WeChat's and Edge's agents also say Chrome, Chrome's says Safari.
   */
  private static String app(String agent) {
    if (agent.contains("wxwork")) {
      return "企业微信";
    } else if (agent.contains("micromessenger")) {
      return "微信";
    } else if (agent.contains("edg/") || agent.contains("edga/") || agent.contains("edgios/")) {
      return "Edge 浏览器";
    } else if (agent.contains("firefox/") || agent.contains("fxios/")) {
      return "火狐浏览器";
    } else if (agent.contains("huaweibrowser/")) {
      return "华为浏览器";
    } else if (agent.contains("chrome/") || agent.contains("crios/")) {
      return "Chrome 浏览器";
    } else if (agent.contains("safari/")) {
      return "Safari 浏览器";
    }
    return "";
  }

  private static String machine(String agent) {
    if (agent.contains("iphone")) {
      return "苹果手机";
    } else if (agent.contains("ipad")) {
      return "苹果平板";
    } else if (agent.contains("openharmony") || agent.contains("harmonyos")) {
      return "鸿蒙手机";
    } else if (agent.contains("android")) {
      return agent.contains("mobile") ? "安卓手机" : "安卓平板";
    } else if (agent.contains("windows")) {
      return "Windows 电脑";
    } else if (agent.contains("mac os x") || agent.contains("macintosh")) {
      return "苹果电脑";
    } else if (agent.contains("linux")) {
      return "Linux 电脑";
    }
    return "";
  }
}
