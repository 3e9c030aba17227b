package yihuyima.qr;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words after a command: options with one value each, and the rest.
 *
 * @param options by name without dashes
 * @param words what is no option, in order
 */
record Arguments(Map<String, String> options, List<String> words) {

  /** The command was called wrongly; the message says how. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  /** Splits words from options; an option that is not {@code known}, or twice, is an error. */
  static Arguments parse(List<String> args, Set<String> known) throws UsageException {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> words = new ArrayList<>();
    Iterator<String> rest = args.iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      if (!arg.startsWith("--")) {
        words.add(arg);
        continue;
      }
      String name = arg.substring(2);
      if (!known.contains(name)) {
        throw new UsageException("unknown option " + arg);
      }
      if (!rest.hasNext()) {
        throw new UsageException(arg + " needs a value");
      }
      if (options.put(name, rest.next()) != null) {
        throw new UsageException(arg + " is given twice");
      }
    }
    return new Arguments(options, words);
  }

  /** The one word that is expected. */
  String onlyWord(String what) throws UsageException {
    if (words.size() != 1) {
      throw new UsageException(
          words.isEmpty() ? what + " is missing" : "more than one " + what + " is given");
    }
    return words.get(0);
  }

  void noWords() throws UsageException {
    if (!words.isEmpty()) {
      throw new UsageException("unexpected words after the options");
    }
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  String required(String name) throws UsageException {
    return option(name).orElseThrow(() -> new UsageException("--" + name + " is missing"));
  }

  /** A whole number within bounds. */
  static long number(String name, String text, long min, long max) throws UsageException {
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new UsageException("--" + name + " must be a whole number");
    }
    throw new UsageException("--%s must be %d to %d".formatted(name, min, max));
  }
}
