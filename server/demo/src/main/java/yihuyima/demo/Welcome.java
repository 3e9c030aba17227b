package yihuyima.demo;

import java.sql.SQLException;
import java.util.Optional;
import yihuyima.demo.county.Roster;
import yihuyima.qr.CodePrefix;
import yihuyima.qr.SignedCode;
import yihuyima.qr.Symbol;
import yihuyima.qr.TerminalBlocks;

/** What is shown when the demo is ready: where to go, a card to scan, whom to sign in as. */
final class Welcome {
  private final Console console;
  private final Stage stage;
  private final CodePrefix prefix;
  private final String password;

  Welcome(Console console, Stage stage, CodePrefix prefix, String password) {
    this.console = console;
    this.stage = stage;
    this.prefix = prefix;
    this.password = password;
  }

  void show(String url, Optional<SignedCode> card, boolean kept) throws SQLException {
    console.say("");
    if (card.isPresent()) {
      console.say(TerminalBlocks.draw(Symbol.ofSigned(prefix, card.get()), console.isTerminal()));
      console.say("王家的码 the card of one household: " + card.get().code().printed());
    }
    console.say("");
    console.say("打开 open             " + url);
    console.say("接口 API              " + url + "/docs");
    console.say("");
    console.say("工作人员 staff         " + url + "/staff/sign-in，密码 password: " + password);
    for (Roster.SignIn signIn : Roster.SIGN_INS) {
      console.say("  %-12s  %s".formatted(signIn.loginName(), signIn.what()));
    }
    console.say("");
    console.say("困难职工家庭 households " + url + "/sign-in，验证码会显示在这里 text messages appear here");
    for (Stage.Household household : stage.households()) {
      console.say(
          "  %s   码 %s   证件后六位 %s   %s"
              .formatted(
                  household.phone(), household.code(), household.idLastSix(), household.what()));
    }
    console.say("");
    String end = kept ? "数据会保留 the data is kept" : "数据不保留 the data goes with it";
    console.say("人和号码都是编的 all people are invented.  Ctrl-C 结束 ends; " + end);
  }
}
