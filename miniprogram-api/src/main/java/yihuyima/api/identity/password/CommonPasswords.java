package yihuyima.api.identity.password;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What guessers try first, of ten characters and more: the well-known words of leaked lists, here
 * and in China, with what people hang on them to make them long enough.
 *
 * <p>Made from its patterns when the class is loaded, and kept as sorted prefixes of SHA-256: under
 * a second once, off the event loops, and a megabyte instead of a file that nobody can mend.
 */
final class CommonPasswords {
  private static final List<String> WORDS =
      List.of(
          "password",
          "passw0rd",
          "p@ssword",
          "p@ssw0rd",
          "passwd",
          "pass",
          "admin",
          "administrator",
          "root",
          "user",
          "guest",
          "test",
          "demo",
          "system",
          "manager",
          "master",
          "login",
          "welcome",
          "letmein",
          "changeme",
          "default",
          "secret",
          "qwerty",
          "qwertyuiop",
          "qwer",
          "asdf",
          "asdfgh",
          "asdfghjkl",
          "zxcvbn",
          "zxcvbnm",
          "qazwsx",
          "qazwsxedc",
          "1qaz2wsx",
          "1q2w3e4r",
          "q1w2e3r4",
          "1qazxsw2",
          "zaq12wsx",
          "abc",
          "abcd",
          "abcdef",
          "a1b2c3",
          "abc123",
          "aa",
          "a",
          "q",
          "z",
          "qq",
          "aaa",
          "iloveyou",
          "sunshine",
          "princess",
          "dragon",
          "monkey",
          "football",
          "superman",
          "batman",
          "michael",
          "computer",
          "internet",
          "google",
          "samsung",
          "apple",
          "huawei",
          "xiaomi",
          "tencent",
          "wechat",
          "weixin",
          "weibo",
          "taobao",
          "alipay",
          "baidu",
          "woaini",
          "woaiwojia",
          "woaizuguo",
          "wozuinb",
          "wobuzhidao",
          "nihao",
          "nihaoma",
          "caonima",
          "zhongguo",
          "zhonghua",
          "beijing",
          "shanghai",
          "guangzhou",
          "shenzhen",
          "shandong",
          "henan",
          "hunan",
          "hubei",
          "sichuan",
          "jiangsu",
          "zhejiang",
          "china",
          "mima",
          "mimamima",
          "wodemima",
          "denglu",
          "guanliyuan",
          "xitong",
          "gonghui",
          "zonggonghui",
          "zhigong",
          "bangfu",
          "kunnan",
          "yihuyima",
          "laodong",
          "laomo",
          "wangwei",
          "wangfang",
          "lina",
          "zhangwei",
          "liwei",
          "zhangmin",
          "lijing",
          "wangjing",
          "liuwei",
          "chenjing",
          "xiaoming",
          "woailaopo",
          "woaibaobao",
          "baobao",
          "baobei",
          "laopo",
          "laogong",
          "mama",
          "baba",
          "meimei",
          "gege");

  private static final List<String> TAILS =
      List.of(
          "1",
          "12",
          "123",
          "1234",
          "12345",
          "123456",
          "1234567",
          "12345678",
          "123456789",
          "1234567890",
          "0123456789",
          "123123",
          "123321",
          "112233",
          "11223344",
          "321",
          "654321",
          "987654321",
          "000",
          "0000",
          "000000",
          "111",
          "1111",
          "111111",
          "222222",
          "333",
          "520",
          "5201314",
          "1314",
          "1314520",
          "521",
          "666",
          "6666",
          "666666",
          "777",
          "888",
          "8888",
          "888888",
          "88888888",
          "999",
          "9999",
          "999999",
          "007",
          "110",
          "119",
          "147258369",
          "159357",
          "789",
          "456",
          "456789",
          "1949",
          "1980",
          "1985",
          "1988",
          "1990",
          "1995",
          "2000",
          "2008",
          "2018",
          "2019",
          "2020",
          "2021",
          "2022",
          "2023",
          "2024",
          "2025",
          "2026",
          "2027",
          "2028",
          "abc",
          "qwe",
          "qwer",
          "asd",
          "asdf",
          "zxc",
          "zxcv",
          "aaa",
          "admin",
          "root",
          "test",
          "pass",
          "password");

  private static final List<String> BETWEEN = List.of("", "@", "_", ".", "#", "-", "!");
  private static final List<String> ENDS = List.of("", "!", "@", "#", ".", "!!", "!@#", "*");

  private static final long[] PREFIXES = prefixes();

  private CommonPasswords() {}

  /** Whether it is one of them; case does not count. */
  static boolean contains(String password) {
    return Arrays.binarySearch(PREFIXES, prefix(password.toLowerCase(Locale.ROOT))) >= 0;
  }

  /** How many there are. */
  static int count() {
    return PREFIXES.length;
  }

  private static long[] prefixes() {
    Set<String> all = new LinkedHashSet<>();
    for (String word : WORDS) {
      addLong(all, word + word);
      addLong(all, word);
      for (String tail : TAILS) {
        addLong(all, tail + word);
        for (String between : BETWEEN) {
          for (String end : between.isEmpty() ? ENDS : List.of("")) {
            addLong(all, word + between + tail + end);
          }
        }
      }
    }
    return all.stream().mapToLong(CommonPasswords::prefix).sorted().distinct().toArray();
  }

  private static void addLong(Set<String> all, String password) {
    if (password.length() >= PasswordRule.CHARS_MIN) {
      all.add(password);
    }
  }

  /** 64 bits: among so many entries one password of 10^14 is taken for another. */
  private static long prefix(String password) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
