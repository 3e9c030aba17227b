package yihuyima.api.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Failure;

class FieldCipherTest {
  private static final byte[] AES = bytes(32, 3);
  private static final byte[] SM4 = bytes(16, 5);
  private static final KeyRing.IndexKey INDEX = index(KeyAlgorithm.HMAC_SHA256);

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + seed);
    }
    return bytes;
  }

  private static KeyRing.IndexKey index(KeyAlgorithm algorithm) {
    return new KeyRing.IndexKey(1, algorithm, algorithm.key(bytes(32, 7)));
  }

  private static KeyRing both(int current) {
    return new KeyRing(
        List.of(
            new KeyRing.SealKey(1, KeyAlgorithm.AES_256_GCM, KeyAlgorithm.AES_256_GCM.key(AES)),
            new KeyRing.SealKey(200, KeyAlgorithm.SM4_GCM, KeyAlgorithm.SM4_GCM.key(SM4))),
        current,
        INDEX);
  }

  private static FieldCipher cipher(KeyRing ring) {
    return new FieldCipher(KeyRings.fixed(ring));
  }

  @Test
  void bothSuitesAreReadSideBySide() {
    byte[] before = cipher(both(1)).seal(Column.PERSON_NAME, 9, "样示例");
    byte[] after = cipher(both(200)).seal(Column.PERSON_NAME, 9, "样示例");

    assertThat(FieldCipher.keyId(before)).isEqualTo(1);
    assertThat(FieldCipher.keyId(after)).isEqualTo(200);
    assertThat(cipher(both(200)).openText(Column.PERSON_NAME, 9, before)).isEqualTo("样示例");
    assertThat(cipher(both(1)).openText(Column.PERSON_NAME, 9, after)).isEqualTo("样示例");
    assertThat(after).hasSameSizeAs(before);
  }

  @Test
  void valueOpensAtItsPlaceOnly() {
    for (int key : new int[] {1, 200}) {
      FieldCipher cipher = cipher(both(key));
      byte[] sealed = cipher.seal(Column.PERSON_PHONE, 9, "10000000009");
      assertThatThrownBy(() -> cipher.open(Column.PERSON_PHONE, 10, sealed))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> cipher.open(Column.PERSON_CARD, 9, sealed))
          .isInstanceOf(IllegalStateException.class);
      for (int i = 2; i < sealed.length; i++) {
        byte[] changed = sealed.clone();
        changed[i] ^= 1;
        assertThatThrownBy(() -> cipher.open(Column.PERSON_PHONE, 9, changed))
            .isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void oldKeysOpenAndUnknownOnesAreAskedFor() {
    List<Integer> asked = new ArrayList<>();
    FieldKeys alone = new FieldKeys(1, Map.of(1, AES), bytes(32, 7));
    KeyRing ring = KeyRing.of(alone);
    FieldCipher cipher =
        new FieldCipher(
            new KeyRings() {
              @Override
              public KeyRing ring() {
                return ring;
              }

              @Override
              public boolean maySeal() {
                return false;
              }

              @Override
              public void missing(int id) {
                asked.add(id);
              }
            });
    byte[] sealed = cipher(both(200)).seal(Column.VISIT_NOTE, 1, "来过");
    assertThatThrownBy(() -> cipher.open(Column.VISIT_NOTE, 1, sealed)).isInstanceOf(Failure.class);
    assertThat(asked).containsExactly(200);
    assertThatThrownBy(() -> cipher.seal(Column.VISIT_NOTE, 1, "来过"))
        .as("a ring too old to seal with")
        .isInstanceOf(Failure.class);
  }

  @Test
  void wrappedKeysOpenWithTheirOwnContextAndKey() {
    byte[] context = "data key 1".getBytes(StandardCharsets.US_ASCII);
    byte[] other = "data key 2".getBytes(StandardCharsets.US_ASCII);
    for (CryptoSuite suite : CryptoSuite.values()) {
      LocalKeyEncryption keeper = new LocalKeyEncryption(Map.of("k1", bytes(32, 11)), suite);
      KeyEncryption.Wrapped wrapped = keeper.wrap(AES, context).result();
      assertThat(keeper.unwrap(wrapped, context).result()).isEqualTo(AES);
      assertThat(keeper.unwrap(wrapped, other).failed()).isTrue();
      assertThat(
              new LocalKeyEncryption(Map.of("k1", bytes(32, 12)), CryptoSuite.INTERNATIONAL)
                  .unwrap(wrapped, context)
                  .failed())
          .isTrue();
      assertThat(keeper.unwrap(new KeyEncryption.Wrapped("k9", wrapped.bytes()), context).failed())
          .isTrue();
      assertThat(keeper.unwrap(new KeyEncryption.Wrapped("k1", new byte[3]), context).failed())
          .isTrue();
    }
  }

  @Test
  void blindIndexFollowsItsKeysAlgorithm() {
    KeyRing sha = both(1);
    KeyRing sm3 =
        new KeyRing(
            List.of(
                new KeyRing.SealKey(
                    1, KeyAlgorithm.AES_256_GCM, KeyAlgorithm.AES_256_GCM.key(AES))),
            1,
            index(KeyAlgorithm.HMAC_SM3));
    byte[] first = new BlindIndex(KeyRings.fixed(sha)).of(BlindIndex.Kind.PHONE, "10000000001");
    byte[] second = new BlindIndex(KeyRings.fixed(sm3)).of(BlindIndex.Kind.PHONE, "10000000001");

    assertThat(first).hasSize(32).isNotEqualTo(second);
    assertThat(second)
        .hasSize(32)
        .isEqualTo(new BlindIndex(KeyRings.fixed(sm3)).of(BlindIndex.Kind.PHONE, "1000 000 0001"));
  }
}
