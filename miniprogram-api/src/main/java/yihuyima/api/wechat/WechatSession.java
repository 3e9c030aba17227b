package yihuyima.api.wechat;

import org.jspecify.annotations.Nullable;

/**
 * Who signed in, as WeChat names them.
 *
 * @param openid the person within this mini program, 1 to 128 characters
 * @param unionid the person across the union's WeChat applications; null when they are not linked
 */
public record WechatSession(String openid, @Nullable String unionid) {
  /** Without the ids: they are personal data. */
  @Override
  public String toString() {
    return "WechatSession[unionid " + (unionid == null ? "absent" : "present") + "]";
  }
}
