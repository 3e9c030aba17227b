package yihuyima.api.policy.condition.form;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;
import yihuyima.api.policy.condition.Amount.TimeUnit;
import yihuyima.api.policy.condition.Order;
import yihuyima.api.policy.condition.form.Form.Asks;

/**
 * Forms as an editor on a page has them:
 *
 * <pre>
 * {"all": [{"fact": "tier", "asks": "IS", "values": ["DEEP"]},
 *          {"members": "SOME", "where": {"fact": "age", "asks": "LESS", "values": ["18"]}}]}
 * </pre>
 *
 * <p>Only the shape is checked here; names and values are, when the condition is read.
 */
public final class FormJson {
  private static final int VALUE_CHARS_MAX = 40;

  private FormJson() {}

  public static JsonObject write(Form form) {
    return switch (form) {
      case Form.Group group -> {
        JsonArray parts = new JsonArray();
        group.parts().forEach(part -> parts.add(write(part)));
        yield new JsonObject().put(group.all() ? "all" : "any", parts);
      }
      case Form.Line line -> {
        JsonObject json = new JsonObject().put("fact", line.fact()).put("asks", line.asks().name());
        if (line.since() != null) {
          json.put("since", line.since().name());
        }
        yield line.values().isEmpty()
            ? json
            : json.put("values", new JsonArray(new ArrayList<>(line.values())));
      }
      case Form.OfMembers some -> {
        JsonObject json = new JsonObject().put("members", some.members().name());
        if (some.order() != null) {
          json.put("order", some.order().name()).put("number", some.number());
        }
        yield json.put("where", write(some.where()));
      }
    };
  }

  /**
   * A form as it was sent.
   *
   * @param at pointer to it, for what is wrong
   * @throws Failure REQUEST_INVALID when it has not the shape of one
   */
  public static Form read(JsonObject json, String at) {
    return read(json, at, 0, false);
  }

  private static Form read(JsonObject json, String at, int groups, boolean ofMember) {
    if (json.containsKey("all") || json.containsKey("any")) {
      return group(json, at, groups, ofMember);
    }
    if (json.containsKey("members")) {
      return members(json, at, groups, ofMember);
    }
    return line(json, at);
  }

  private static Form group(JsonObject json, String at, int groups, boolean ofMember) {
    boolean all = json.containsKey("all");
    String name = all ? "all" : "any";
    if (!(json.getValue(name) instanceof JsonArray parts)
        || groups == Form.GROUPS_NESTED_MAX
        || parts.size() < 2
        || parts.size() > Form.PARTS_MAX) {
      throw wrong(
          at + "/" + name, "一组条件要有2到%d条，最多套%d层。".formatted(Form.PARTS_MAX, Form.GROUPS_NESTED_MAX));
    }
    List<Form> read = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String here = at + "/" + name + "/" + i;
      if (!(parts.getValue(i) instanceof JsonObject part)) {
        throw wrong(here, "这里要有一个条件。");
      }
      Form form = read(part, here, groups + 1, ofMember);
      // "All of all" is all.
      if (form instanceof Form.Group inner && inner.all() == all) {
        read.addAll(inner.parts());
      } else {
        read.add(form);
      }
    }
    return new Form.Group(all, read);
  }

  private static Form members(JsonObject json, String at, int groups, boolean ofMember) {
    Form.Members members = value(Form.Members.class, json, "members", at);
    if (ofMember || !(json.getValue("where") instanceof JsonObject where)) {
      throw wrong(at + "/where", "这里要写对每位成员的条件，里面不能再套成员。");
    }
    Form each = read(where, at + "/where", groups, true);
    if (members != Form.Members.COUNT) {
      return new Form.OfMembers(members, null, 0, each);
    }
    if (!(json.getValue("number") instanceof Integer number)) {
      throw wrong(at + "/number", "这里要写人数。");
    }
    return new Form.OfMembers(members, value(Order.class, json, "order", at), number, each);
  }

  private static Form line(JsonObject json, String at) {
    if (!(json.getValue("fact") instanceof String fact) || !fact.matches("[A-Za-z]{1,40}")) {
      throw wrong(at + "/fact", "这里要选一个事实。");
    }
    Asks asks = value(Asks.class, json, "asks", at);
    TimeUnit since =
        json.getValue("since") == null ? null : value(TimeUnit.class, json, "since", at);
    List<String> values = new ArrayList<>();
    if (json.getValue("values") instanceof JsonArray given) {
      for (Object one : given) {
        if (!(one instanceof String value) || value.isEmpty() || value.length() > VALUE_CHARS_MAX) {
          throw wrong(at + "/values", "这里的值不对。");
        }
        values.add(value);
      }
    }
    boolean none = asks == Asks.YES || asks == Asks.NO;
    boolean several = asks == Asks.IS || asks == Asks.IS_NOT;
    boolean right = none ? values.isEmpty() : several ? !values.isEmpty() : values.size() == 1;
    if (!right || values.size() > Form.PARTS_MAX || (since != null && !asks.isOrder())) {
      throw wrong(at + "/values", "这里的值不对。");
    }
    return new Form.Line(fact, since, asks, values);
  }

  private static <E extends Enum<E>> E value(
      Class<E> type, JsonObject json, String name, String at) {
    return Arrays.stream(type.getEnumConstants())
        .filter(one -> one.name().equals(json.getValue(name)))
        .findFirst()
        .orElseThrow(() -> wrong(at + "/" + name, "这里没有选，或者选的不对。"));
  }

  private static Failure wrong(String pointer, String reason) {
    return Problem.REQUEST_INVALID.because("a form of another shape").at(pointer, reason);
  }
}
