package yihuyima.api.code;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import yihuyima.qr.CodeMint;
import yihuyima.qr.CodePrefix;
import yihuyima.qr.CodeSigner;
import yihuyima.qr.CodeVerifier;
import yihuyima.qr.HouseholdCode;
import yihuyima.qr.MintKey;
import yihuyima.qr.ScannedText;
import yihuyima.qr.SignedCode;
import yihuyima.qr.VerificationKeys;

/**
 * The keys that codes are minted, found and signed with, and where they point. Safe for many
 * threads.
 */
public final class CodeKeys {
  /** Bytes of the published hash of a dead code. */
  public static final int REVOCATION_HASH_BYTES = 16;

  /** The least the lookup key may have. */
  public static final int LOOKUP_KEY_BYTES_MIN = 32;

  /**
   * A public key as published.
   *
   * @param to last day it signed; null while it does
   * @param state ACTIVE, RETIRED (old cards still verify) or REVOKED
   */
  public record PublishedKey(
      CodeVerifier verifier, LocalDate from, @Nullable LocalDate to, String state) {}

  private final Map<Integer, CodeMint> mints;
  private final int currentMintKeyId;
  private final CodeSigner signer;
  private final List<PublishedKey> published;
  private final VerificationKeys trusted;
  private final CodePrefix prefix;
  private final ThreadLocal<Mac> lookup;

  /**
   * All keys.
   *
   * @param mintKeys old ones stay while cards minted with them hang in kitchens
   * @param signer signs new cards; its public key is among {@code published}
   * @param lookupKey at least 32 bytes
   */
  public CodeKeys(
      List<MintKey> mintKeys,
      int currentMintKeyId,
      CodeSigner signer,
      List<PublishedKey> published,
      byte[] lookupKey,
      CodePrefix prefix) {
    this.mints = mintKeys.stream().collect(Collectors.toMap(MintKey::id, CodeMint::new));
    this.currentMintKeyId = currentMintKeyId;
    this.signer = signer;
    this.published = List.copyOf(published);
    this.trusted =
        VerificationKeys.of(
            published.stream()
                .filter(key -> !key.state().equals("REVOKED"))
                .map(PublishedKey::verifier)
                .toList());
    this.prefix = prefix;
    if (!mints.containsKey(currentMintKeyId)) {
      throw new IllegalArgumentException("the current mint key is not among the keys");
    }
    if (lookupKey.length < LOOKUP_KEY_BYTES_MIN) {
      throw new IllegalArgumentException("the lookup key is shorter than 32 bytes");
    }
    SecretKeySpec key = new SecretKeySpec(lookupKey, "HmacSHA256");
    this.lookup = ThreadLocal.withInitial(() -> newMac(key));
  }

  public int currentMintKeyId() {
    return currentMintKeyId;
  }

  public int signKeyId() {
    return signer.keyId();
  }

  public CodePrefix prefix() {
    return prefix;
  }

  public List<PublishedKey> published() {
    return published;
  }

  /** Mints, or mints again, a code. */
  public HouseholdCode mint(int mintKeyId, long householdId, int generation) {
    CodeMint mint = mints.get(mintKeyId);
    if (mint == null) {
      throw new IllegalStateException("no mint key " + mintKeyId);
    }
    return mint.mint(householdId, generation);
  }

  /** What a code is found by: HMAC-SHA256 of its text. */
  public byte[] lookupHash(HouseholdCode code) {
    return lookup.get().doFinal(code.canonical().getBytes(StandardCharsets.US_ASCII));
  }

  /** What a typed or scanned text is found by; empty when it is no code of ours. */
  public Optional<byte[]> lookupHashOf(String typed) {
    return switch (ScannedText.parse(typed, prefix)) {
      case ScannedText.Short found -> Optional.of(lookupHash(found.code()));
      case ScannedText.Signed found -> Optional.of(lookupHash(found.code().code()));
      default -> Optional.empty();
    };
  }

  /** What is published of a dead code: the first 16 bytes of SHA-256 over host and CODE16. */
  public byte[] revocationHash(HouseholdCode code) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((prefix.host() + "|" + code.canonical()).getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(sha.digest(), REVOCATION_HASH_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /** The signed form for the card on the wall. */
  public SignedCode sign(HouseholdCode code, int generation, LocalDate issuedOn) {
    return SignedCode.sign(signer, prefix, code, generation, issuedOn);
  }

  /** Whether a signed form is one of ours. */
  public boolean genuine(SignedCode signed) {
    return signed.genuine(prefix, trusted);
  }

  private static Mac newMac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }
}
