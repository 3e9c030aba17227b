package yihuyima.api.policy.condition;

import dev.cel.common.CelIssue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import yihuyima.api.policy.condition.Fact.Scope;

/** What CEL's compiler finds wrong, told in Chinese to somebody who is no programmer. */
final class Mistakes {
  private static final Pattern UNKNOWN_NAME =
      Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern UNKNOWN_FIELD = Pattern.compile("undefined field '([^']*)'.*");
  private static final Pattern TYPES =
      Pattern.compile("found no matching overload for '([^']*)' applied to '(.*)' \\(candidates.*");
  private static final Pattern UNEXPECTED =
      Pattern.compile("(?:mismatched|extraneous|no viable alternative at) input '(.*?)'(?: .*|)");
  private static final Pattern UNREADABLE =
      Pattern.compile("token recognition error at: '(.*)'", Pattern.DOTALL);
  private static final Pattern RESERVED = Pattern.compile("reserved identifier: (.*)");

  private static final String CHINESE_SIGNS = "“”‘’（），。；：＝！＜＞＆｜【】、？＋－×÷";
  private static final Map<String, String> WORDS_FOR_SIGNS =
      Map.of("and", "&&", "or", "||", "not", "!", "AND", "&&", "OR", "||", "NOT", "!");

  private final Facts facts;

  Mistakes(Facts facts) {
    this.facts = facts;
  }

  /** Of mistakes in the grammar only the first: the others mostly follow from it. */
  List<Mistake> of(List<CelIssue> issues) {
    List<Mistake> mistakes = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (CelIssue issue : issues) {
      String message = issue.getMessage().strip();
      Mistake mistake =
          new Mistake(
              Math.max(1, issue.getSourceLocation().getLine()),
              Math.max(0, issue.getSourceLocation().getColumn()) + 1,
              told(message));
      Matcher unknown = UNKNOWN_NAME.matcher(message);
      if (unknown.matches()) {
        if (names.add(unknown.group(1))) {
          mistakes.add(mistake);
        }
      } else if (UNKNOWN_FIELD.matcher(message).matches() || TYPES.matcher(message).matches()) {
        mistakes.add(mistake);
      } else {
        return List.of(mistake);
      }
      if (mistakes.size() == Limits.MISTAKES_MAX) {
        break;
      }
    }
    return mistakes;
  }

  private String told(String message) {
    Matcher matcher = UNKNOWN_NAME.matcher(message);
    if (matcher.matches()) {
      return unknownName(matcher.group(1));
    }
    matcher = UNKNOWN_FIELD.matcher(message);
    if (matcher.matches()) {
      String name = matcher.group(1);
      return "家庭成员没有“%s”这一项。%s".formatted(name, suggested(name, List.of(Scope.MEMBER)));
    }
    matcher = TYPES.matcher(message);
    if (matcher.matches()) {
      return types(matcher.group(1), matcher.group(2));
    }
    matcher = UNREADABLE.matcher(message);
    if (matcher.matches()) {
      return unreadable(matcher.group(1));
    }
    matcher = UNEXPECTED.matcher(message);
    if (matcher.matches()) {
      return unexpected(matcher.group(1));
    }
    matcher = RESERVED.matcher(message);
    if (matcher.matches()) {
      return "“%s”是保留的词，不能用在这里。".formatted(matcher.group(1));
    }
    if (message.startsWith("For input string")) {
      return "这个数太大了。";
    }
    if (message.contains("recursion limit")) {
      return "括号和运算套得太深了，最多%d层。".formatted(Limits.DEPTH_MAX);
    }
    if (message.contains("must be a simple name")) {
      return "这里要先写一个代表每位成员的名字，比如 m。";
    }
    return "这里的写法不能识别。";
  }

  private String unknownName(String name) {
    String sign = WORDS_FOR_SIGNS.get(name);
    if (sign != null) {
      return "“%s”要写成 %s。".formatted(name, sign);
    }
    if (facts.find(Scope.MEMBER, name).isPresent()
        || facts.shorthands(Scope.MEMBER).containsKey(name)) {
      return "“%s”是家庭成员的情况，要写在 members.exists(m, m.%s …) 里面。".formatted(name, name);
    }
    return "不认识“%s”。%s".formatted(name, suggested(name, List.of(Scope.HOUSEHOLD)));
  }

  private String suggested(String name, List<Scope> scopes) {
    Set<String> known = new LinkedHashSet<>();
    for (Scope scope : scopes) {
      facts.of(scope).forEach(fact -> known.add(fact.name()));
      known.addAll(facts.shorthands(scope).keySet());
    }
    return nearest(name, known).map("是不是想写“%s”？"::formatted).orElse("可以用的名称见事实表。");
  }

  /** The name that was probably meant. */
  static Optional<String> nearest(String name, Set<String> known) {
    String best = null;
    int least = 3;
    for (String one : known) {
      int distance = distance(name.toLowerCase(Locale.ROOT), one.toLowerCase(Locale.ROOT));
      if (distance < least && distance < one.length()) {
        best = one;
        least = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** How many letters are added, left out or changed. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  private static String types(String function, String applied) {
    if (applied.contains("double")) {
      return "只能用整数：金额以分为单位，不写小数。";
    }
    if (applied.contains("region")) {
      return "地区要写成 within(region, \"370000\") 这样。";
    }
    if (applied.contains("day") && applied.contains("string")) {
      return "日期要写成 date(\"2026-09-01\") 这样。";
    }
    String[] operands = applied.replaceAll("^\\(|\\)$", "").split(", ", -1);
    if (operands.length == 2 && function.startsWith("_") && function.endsWith("_")) {
      return "“%s”两边不能这样放在一起：左边是%s，右边是%s。"
          .formatted(function.replace("_", ""), typeWord(operands[0]), typeWord(operands[1]));
    }
    return "“%s”不能这样用。".formatted(function.replaceAll("^[_@]|_$", ""));
  }

  static String typeWord(String type) {
    return switch (type) {
      case "bool" -> "是或否";
      case "int", "uint" -> "整数";
      case "double" -> "小数";
      case "string" -> "选项";
      case "day" -> "日期";
      case "region" -> "地区";
      case ConditionReader.MEMBER_TYPE -> "一位成员";
      default -> type.startsWith("list") ? "一组值" : "别的东西";
    };
  }

  private static String unreadable(String text) {
    if (text.startsWith("=")) {
      return "“等于”要写两个等号：==。";
    }
    if (text.startsWith("&") || text.startsWith("|")) {
      return "“并且”写成 &&，“或者”写成 ||，都是两个。";
    }
    if (text.startsWith("'") || text.startsWith("\"")) {
      return "引号没有成对。";
    }
    if (!text.isEmpty() && CHINESE_SIGNS.indexOf(text.charAt(0)) >= 0) {
      return "这里用了中文标点“%s”，请换成英文标点。".formatted(text.charAt(0));
    }
    if (!text.isEmpty() && Character.isIdeographic(text.codePointAt(0))) {
      return "这里不能写汉字：事实和选项都用英文名称，见事实表。";
    }
    return "这里的“%s”不能识别。".formatted(text);
  }

  private static String unexpected(String text) {
    if (text.equals("<EOF>")) {
      return "写到这里还没有写完。";
    }
    String sign = WORDS_FOR_SIGNS.get(text);
    return sign == null
        ? "这里的“%s”放得不对，前面可能少了什么。".formatted(text)
        : "“%s”要写成 %s。".formatted(text, sign);
  }
}
