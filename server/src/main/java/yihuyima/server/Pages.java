package yihuyima.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import yihuyima.api.http.ApiRouter;
import yihuyima.api.http.Contract;

/**
 * The pages, from memory, compressed once. What a code's address shows to somebody who is not
 * signed in is one and the same page for every code, byte for byte: nothing is looked up for it.
 */
final class Pages {
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " connect-src 'self'; media-src 'self' blob:; font-src 'self'; manifest-src 'self';"
          + " worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** Files whose names carry a hash of their content. */
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  private static final int GZIP_BYTES_MIN = 512;

  private record Asset(Buffer plain, Buffer gzip, String type) {}

  private final Map<String, Asset> assets = new HashMap<>();
  private final String verificationName;
  private final String verificationText;

  Pages(ServerConfig config) {
    Map<String, String> words =
        Map.of(
            "{{issuer}}", escape(config.text(ConfigKey.ISSUER_NAME)),
            "{{hotline}}", escape(config.text(ConfigKey.HOTLINE)),
            "{{hotlineTel}}", escape(config.text(ConfigKey.HOTLINE).replaceAll("[^0-9+]", "")),
            "{{demo}}", String.valueOf(config.isOn(ConfigKey.DEMO)));
    for (String name : list()) {
      byte[] content = read("/web/" + name);
      if (name.endsWith(".html")) {
        String html = new String(content, StandardCharsets.UTF_8);
        for (Map.Entry<String, String> word : words.entrySet()) {
          html = html.replace(word.getKey(), word.getValue());
        }
        content = html.getBytes(StandardCharsets.UTF_8);
      }
      assets.put(name, asset(content, type(name)));
    }
    assets.put(
        "openapi.yaml",
        asset(Contract.text().getBytes(StandardCharsets.UTF_8), "application/yaml; charset=utf-8"));
    verificationName = config.text(ConfigKey.WECHAT_VERIFICATION_NAME);
    verificationText = config.text(ConfigKey.WECHAT_VERIFICATION_TEXT);
  }

  void mount(Router router) {
    read(router, "/h/:name").handler(this::householdCode);
    read(router, "/d/:handle").handler(context -> signedInOr(context, "dynamic.html"));
    read(router, "/openapi.yaml").handler(context -> send(context, "openapi.yaml", "no-cache"));
    read(router, "/docs").handler(context -> send(context, "docs.html", "no-cache"));
    read(router, "/assets/*")
        .handler(
            context -> {
              String name = context.normalizedPath().substring(1);
              if (assets.containsKey(name)) {
                send(context, name, FOR_GOOD);
              } else {
                context.response().setStatusCode(404).end();
              }
            });
    read(router, "/*").handler(this::otherwise);
  }

  private static Route read(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private void householdCode(RoutingContext context) {
    String name = context.pathParam("name");
    if (!verificationName.isEmpty() && name.equals(verificationName)) {
      context.response().putHeader("Content-Type", "text/plain").end(verificationText);
      return;
    }
    signedInOr(context, "neutral.html");
  }

  /** The app for those who are signed in or ask to, the still page for everybody else. */
  private void signedInOr(RoutingContext context, String still) {
    context.response().putHeader("Vary", "Cookie, Accept-Encoding");
    boolean app =
        context.request().getCookie(ApiRouter.ACCESS_COOKIE) != null
            || context.queryParams().contains("in");
    send(context, app ? "index.html" : still, "no-store");
  }

  private void otherwise(RoutingContext context) {
    String name = context.normalizedPath().substring(1);
    if (assets.containsKey(name) && !name.endsWith(".html")) {
      send(context, name, "public, max-age=3600");
    } else if (name.contains(".") || name.startsWith("v1/") || name.startsWith("demo/")) {
      context.next();
    } else {
      send(context, "index.html", "no-cache");
    }
  }

  private void send(RoutingContext context, String name, String caching) {
    Asset asset = assets.get(name);
    if (asset == null) {
      context.next();
      return;
    }
    HttpServerResponse response =
        context
            .response()
            .putHeader("Content-Type", asset.type())
            .putHeader("Cache-Control", caching);
    if (asset.type().startsWith("text/html")) {
      response
          .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
          .putHeader("X-Robots-Tag", "noindex");
    }
    String accepted = context.request().getHeader("Accept-Encoding");
    boolean gzip = asset.gzip().length() > 0 && accepted != null && accepted.contains("gzip");
    if (gzip) {
      response.putHeader("Content-Encoding", "gzip");
    }
    if (!response.headers().contains("Vary")) {
      response.putHeader("Vary", "Accept-Encoding");
    }
    response.end(gzip ? asset.gzip() : asset.plain());
  }

  private static List<String> list() {
    String files = new String(read("/web/files.txt"), StandardCharsets.UTF_8);
    return files.lines().filter(line -> !line.isBlank()).toList();
  }

  private static byte[] read(String resource) {
    try (InputStream in = Pages.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no page " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Asset asset(byte[] content, String type) {
    boolean text = !type.startsWith("image/png") && !type.startsWith("font/");
    Buffer gzip =
        text && content.length >= GZIP_BYTES_MIN ? Buffer.buffer(gzip(content)) : Buffer.buffer();
    return new Asset(Buffer.buffer(content), gzip, type);
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2);
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String type(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "json", "webmanifest" -> "application/json";
      case "txt" -> "text/plain; charset=utf-8";
      case "woff2" -> "font/woff2";
      default -> "application/octet-stream";
    };
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
