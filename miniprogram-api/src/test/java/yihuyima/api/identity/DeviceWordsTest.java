package yihuyima.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0.47 MiniProgramEnv/android|微信 · 安卓手机",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605 Mobile/15E148 MicroMessenger/8.0.49|微信 · 苹果手机",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari/537.36 wxwork/4.1|企业微信 · Windows 电脑",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126 Safari/537.36 Edg/126|Edge 浏览器 · Windows 电脑",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/17 Safari/605|Safari 浏览器 · 苹果电脑",
        "Mozilla/5.0 (Phone; OpenHarmony 4.1) AppleWebKit/537.36 Chrome/114 Mobile Safari/537.36|Chrome 浏览器 · 鸿蒙手机",
        "curl/8.5.0|未知设备"
      })
  void deviceIsSaidInPlainWords(String agent, String words) {
    assertThat(DeviceWords.of(Optional.of(agent))).isEqualTo(words);
  }

  @Test
  void silentAndEndlessAgentsAreUnknownDevices() {
    assertThat(DeviceWords.of(Optional.empty())).isEqualTo("未知设备");
    assertThat(DeviceWords.of(Optional.of("x".repeat(100_000) + "iPhone"))).isEqualTo("未知设备");
  }
}
