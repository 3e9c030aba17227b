package yihuyima.api.partner;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Signature-Input} header of the contract's profile says (RFC 9421 §4.1): one
 * signature labelled {@code yhym}, the components in one order, four parameters in any order.
 *
 * <p>Only the canonical spelling of RFC 8941 is read: no space that need not be there, no escapes
 * in strings. What was sent is then, byte for byte, what was signed, and nothing is spelled anew.
 *
 * @param params the value as sent, after the label: the last line of the signature base
 * @param coversDigest whether {@code content-digest} is among the components
 * @param createdSeconds since 1970
 * @param nonce 16–128 characters
 */
record SignatureInput(
    String params, boolean coversDigest, long createdSeconds, String nonce, String keyId) {
  static final String LABEL = "yhym";

  /** The components of a request without a body. */
  static final String COMPONENTS =
      "(\"@method\" \"@target-uri\" \"authorization\" \"yihuyima-purpose\")";

  /** The components of a request with a body. */
  static final String COMPONENTS_WITH_DIGEST =
      "(\"@method\" \"@target-uri\" \"authorization\" \"yihuyima-purpose\" \"content-digest\")";

  static final String ALGORITHM = "ed25519";

  /** In characters; shorter ones might meet by chance. The column takes no less either. */
  static final int NONCE_CHARS_MIN = 16;

  /** In characters, of a nonce and of a key id. */
  static final int STRING_CHARS_MAX = 128;

  /** In characters: the components, two strings of the greatest length, and the rest. */
  static final int INPUT_CHARS_MAX = 512;

  /** How many parameters the profile has; each must be there once. */
  private static final int PARAMETERS = 4;

  /** One parameter: eleven digits last until the year 5138; a string is visible ASCII unescaped. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";(?:(created)=([1-9][0-9]{0,10})|(nonce|keyid|alg)=\"([ !#-\\[\\]-~]{1,"
              + STRING_CHARS_MAX
              + "})\")");

  /** Reads the header; empty when it is not of the profile. */
  static Optional<SignatureInput> parse(String header) {
    String prefix = LABEL + "=";
    if (header.length() > INPUT_CHARS_MAX || !header.startsWith(prefix)) {
      return Optional.empty();
    }
    String params = header.substring(prefix.length());
    boolean coversDigest = params.startsWith(COMPONENTS_WITH_DIGEST);
    if (!coversDigest && !params.startsWith(COMPONENTS)) {
      return Optional.empty();
    }
    int from = (coversDigest ? COMPONENTS_WITH_DIGEST : COMPONENTS).length();
    return parameters(params, from)
        .filter(values -> ALGORITHM.equals(values.get("alg")))
        .filter(values -> values.getOrDefault("nonce", "").length() >= NONCE_CHARS_MIN)
        .map(
            values ->
                new SignatureInput(
                    params,
                    coversDigest,
                    Long.parseLong(values.getOrDefault("created", "")),
                    values.getOrDefault("nonce", ""),
                    values.getOrDefault("keyid", "")));
  }

  /** The four parameters; empty when one is missing, doubled or unknown. */
  private static Optional<Map<String, String>> parameters(String text, int from) {
    Map<String, String> values = new HashMap<>();
    Matcher next = PARAMETER.matcher(text).region(from, text.length());
    int end = from;
    while (next.lookingAt()) {
      boolean isCreated = next.group(1) != null;
      String name = isCreated ? next.group(1) : next.group(3);
      if (values.put(name, isCreated ? next.group(2) : next.group(4)) != null) {
        return Optional.empty();
      }
      end = next.end();
      next.region(end, text.length());
    }
    return end == text.length() && values.size() == PARAMETERS
        ? Optional.of(values)
        : Optional.empty();
  }
}
