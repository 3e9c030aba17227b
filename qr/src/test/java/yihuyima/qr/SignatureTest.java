package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two algorithms against their published vectors, and what a verifier must refuse. */
class SignatureTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The order of Ed25519's subgroup (RFC 8032, 5.1). */
  private static final BigInteger ED25519_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** RFC 8032, 7.1, tests 1 to 3. */
  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
            + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,"
            + "'',"
            + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39"
            + "701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
            + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,"
            + "72,"
            + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f36"
            + "13d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
            + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,"
            + "af82,"
            + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7"
            + "60984dc6594a7c15e9716ed28dc027beceea1ec40a"
      })
  void ed25519KeepsToItsVectors(String seed, String publicKey, String message, String signature) {
    Ed25519Signer signer = Ed25519Signer.of(1, HEX.parseHex(seed));
    Ed25519Verifier verifier = Ed25519Verifier.of(1, HEX.parseHex(publicKey));
    assertThat(signer.sign(HEX.parseHex(message))).isEqualTo(HEX.parseHex(signature));
    assertThat(signer.verifier().publicKey()).isEqualTo(verifier.publicKey());
    assertThat(verifier.verify(HEX.parseHex(message), HEX.parseHex(signature))).isTrue();
    assertThat(verifier.verify(HEX.parseHex(message + "00"), HEX.parseHex(signature))).isFalse();
  }

  /** GM/T 0003.5-2012, annex A: the recommended curve, "message digest", the default user id. */
  @Test
  void sm2KeepsToItsVector() {
    Sm2Signer signer =
        Sm2Signer.of(
            2, HEX.parseHex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"));
    byte[] publicKey =
        HEX.parseHex(
            "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
    byte[] signature =
        HEX.parseHex(
            "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                + "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
    byte[] message = "message digest".getBytes(StandardCharsets.US_ASCII);
    assertThat(signer.verifier().publicKey()).isEqualTo(publicKey);
    assertThat(Sm2Verifier.of(2, publicKey).verify(message, signature)).isTrue();
    signature[40] ^= 1;
    assertThat(Sm2Verifier.of(2, publicKey).verify(message, signature)).isFalse();
  }

  @Test
  void sm2TakesEd25519sPlaceByKeyId() {
    Sm2Signer sm2 = Sm2Signer.of(8, Given.seed(8));
    SignedCode signed = SignedCode.sign(sm2, Given.PREFIX, Given.code(1), 1, Given.ISSUED_ON);
    VerificationKeys both = VerificationKeys.of(Given.SIGNER.verifier(), sm2.verifier());
    assertThat(signed.genuine(Given.PREFIX, both)).isTrue();
    assertThat(Given.signed(1).genuine(Given.PREFIX, both)).isTrue();
    assertThat(signed.genuine(Given.PREFIX, Given.KEYS)).isFalse();
    assertThat(signed.text(Given.PREFIX)).hasSameSizeAs(Given.signed(1).text(Given.PREFIX));
    assertThat(both.find(8).orElseThrow().algorithm()).isEqualTo("SM2");
    assertThat(both.find(7).orElseThrow().algorithm()).isEqualTo("Ed25519");
  }

  @Test
  void signaturesOfAnotherLengthAreFalseNotAnError() {
    byte[] message = {1, 2, 3};
    Sm2Signer sm2 = Sm2Signer.of(8, Given.seed(8));
    for (int length : new int[] {0, 1, 63, 65, 128}) {
      assertThat(Given.SIGNER.verifier().verify(message, new byte[length])).isFalse();
      assertThat(sm2.verifier().verify(message, new byte[length])).isFalse();
    }
  }

  @Test
  void aSecondSpellingOfASignatureIsRefused() {
    byte[] message = {1, 2, 3};
    byte[] signature = Given.SIGNER.sign(message);
    byte[] s = new byte[32];
    for (int i = 0; i < 32; i++) {
      s[31 - i] = signature[32 + i];
    }
    byte[] larger = new BigInteger(1, s).add(ED25519_ORDER).toByteArray();
    for (int i = 0; i < 32; i++) {
      signature[32 + i] = i < larger.length ? larger[larger.length - 1 - i] : 0;
    }
    assertThat(Given.SIGNER.verifier().verify(message, signature)).isFalse();
  }

  @Test
  void keysThatAreNoneAreRefused() {
    byte[] smallOrder = new byte[32];
    smallOrder[0] = 1; // the neutral point: every message would have a signature
    assertThatThrownBy(() -> Ed25519Verifier.of(1, smallOrder))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ed25519Verifier.of(1, new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ed25519Signer.of(1, new byte[33]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ed25519Signer.of(256, new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sm2Verifier.of(1, new byte[64]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sm2Verifier.of(1, new byte[65]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sm2Signer.of(1, new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sm2Signer.of(1, Given.seed(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysStandUnderTheirOwnIdOnce() {
    CodeVerifier seven = Given.SIGNER.verifier();
    assertThatThrownBy(() -> VerificationKeys.of(seven, seven))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new VerificationKeys(Map.of(8, seven)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(VerificationKeys.of().find(7)).isEmpty();
  }

  @Test
  void privateKeysAreNotShown() {
    assertThat(Given.SIGNER.toString()).isEqualTo("Ed25519Signer[keyId=7]");
    assertThat(Sm2Signer.of(8, Given.seed(8)).toString()).isEqualTo("Sm2Signer[keyId=8]");
  }
}
