package yihuyima.api.spreadsheet;

/** A file that is no workbook with the form in it, or none that is safe to read. */
final class NotAForm extends Exception {
  private static final long serialVersionUID = 1;

  private final String mend;

  /**
   * Why.
   *
   * @param mend what is wrong and how to mend it, for whoever sent the file
   */
  NotAForm(String mend) {
    super(mend);
    this.mend = mend;
  }

  String mend() {
    return mend;
  }
}
