package yihuyima.demo;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Session tokens put together by hand, as somebody would who holds a key or none. */
final class ForgedToken {
  private ForgedToken() {}

  /** Header and claims as text, signed with HS256 whatever the header says. */
  static String hs256(String header, String claims, byte[] key) {
    String input = base64url(header) + "." + base64url(claims);
    return input + "." + base64url(mac("HmacSHA256", key, input));
  }

  /** Another hash, the same key. */
  static String signed(String macName, String header, String claims, byte[] key) {
    String input = base64url(header) + "." + base64url(claims);
    return input + "." + base64url(mac(macName, key, input));
  }

  /** Not signed: two parts and whatever stands for a signature. */
  static String unsigned(String header, String claims, String signature) {
    return base64url(header) + "." + base64url(claims) + "." + signature;
  }

  /** What a token of the server says in its header. */
  static JsonObject header(String token) {
    return part(token, 0);
  }

  /** What a token of the server says. */
  static JsonObject claims(String token) {
    return part(token, 1);
  }

  private static JsonObject part(String token, int number) {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", -1)[number]);
    return new JsonObject(new String(json, StandardCharsets.UTF_8));
  }

  static String base64url(String text) {
    return base64url(text.getBytes(StandardCharsets.UTF_8));
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] mac(String name, byte[] key, String input) {
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(key, name));
      return mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
