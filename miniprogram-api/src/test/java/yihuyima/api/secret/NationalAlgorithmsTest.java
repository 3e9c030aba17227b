package yihuyima.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/**
 * The national algorithms against the examples of their standards. SM2's (GM/T 0003.5) stands with
 * the signatures of codes.
 */
class NationalAlgorithmsTest {
  private static final HexFormat HEX = HexFormat.of();

  /** GB/T 32907-2016, annex A, example 1. */
  @Test
  void sm4KeepsToItsStandard() {
    byte[] example = HEX.parseHex("0123456789abcdeffedcba9876543210");
    SM4Engine engine = new SM4Engine();
    engine.init(true, new KeyParameter(example));
    byte[] sealed = new byte[16];
    engine.processBlock(example, 0, sealed, 0);
    assertThat(HEX.formatHex(sealed)).isEqualTo("681edf34d206965e86b3e94f536e4246");
  }

  /** GB/T 32905-2016, annex A, example 1. */
  @Test
  void sm3KeepsToItsStandard() throws GeneralSecurityException {
    MessageDigest sm3 = MessageDigest.getInstance("SM3", new BouncyCastleProvider());
    assertThat(HEX.formatHex(sm3.digest("abc".getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  }

  /** RFC 8998, appendix A.1: the very cipher that columns are sealed with. */
  @Test
  void sm4GcmKeepsToItsVector() throws GeneralSecurityException {
    Cipher cipher = KeyAlgorithm.SM4_GCM.newCipher();
    cipher.init(
        Cipher.ENCRYPT_MODE,
        KeyAlgorithm.SM4_GCM.key(HEX.parseHex("0123456789abcdeffedcba9876543210")),
        new GCMParameterSpec(128, HEX.parseHex("00001234567800000000abcd")));
    cipher.updateAAD(HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
    byte[] sealed =
        cipher.doFinal(
            HEX.parseHex(
                "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                    + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"));
    assertThat(HEX.formatHex(sealed))
        .isEqualTo(
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                + "83de3541e4c2b58177e065a9bf7b62ec");
  }

  /** HMAC as FIPS 198 builds it, written out over the digest: no published vector is needed. */
  @Test
  void hmacSm3IsTheConstructionOverSm3() throws GeneralSecurityException {
    byte[] key = new byte[32];
    byte[] inner = new byte[64];
    byte[] outer = new byte[64];
    for (int i = 0; i < 64; i++) {
      byte k = i < 32 ? (byte) (i + 1) : 0;
      if (i < 32) {
        key[i] = k;
      }
      inner[i] = (byte) (k ^ 0x36);
      outer[i] = (byte) (k ^ 0x5c);
    }
    byte[] message = "一户一码".getBytes(StandardCharsets.UTF_8);
    MessageDigest sm3 = MessageDigest.getInstance("SM3", new BouncyCastleProvider());
    sm3.update(inner);
    byte[] once = sm3.digest(message);
    sm3.update(outer);
    byte[] expected = sm3.digest(once);
    SecretKeySpec spec = KeyAlgorithm.HMAC_SM3.key(key);
    Mac mac = KeyAlgorithm.HMAC_SM3.newMac(spec);
    assertThat(mac.doFinal(message)).isEqualTo(expected);
  }
}
