package yihuyima.api.spreadsheet;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Looks a file through before anything reads it: what it is by its content, how large it becomes,
 * and that its XML can neither declare entities nor hold a text without end.
 */
final class WorkbookGuard {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] OLD_EXCEL = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};
  private static final String DAMAGED = "文件不完整或已损坏，请在表格软件里打开，另存为 .xlsx 再传";

  private WorkbookGuard() {}

  /**
   * Lets a file pass that may be read.
   *
   * @throws NotAForm when it is none
   */
  static void check(byte[] file) throws NotAForm {
    if (file.length > SheetLimits.FILE_BYTES_MAX) {
      throw new NotAForm("文件超过" + SheetLimits.FILE_BYTES_MAX / 1024 / 1024 + "MB，请分成几个文件");
    }
    if (begins(file, OLD_EXCEL)) {
      throw new NotAForm("这是旧格式（.xls）或加了密码的表格，请去掉密码，另存为 .xlsx 再传");
    }
    if (!begins(file, ZIP)) {
      throw new NotAForm("这不是 .xlsx 表格，请用表格软件另存为 .xlsx 再传");
    }
    Set<String> names = new HashSet<>();
    long unzipped = 0;
    // By the directory at its end, as the reader goes: what streams by may be another file.
    try (ZipFile zip =
        ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(file)).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        String name = entry.getName().replace('\\', '/').toLowerCase(Locale.ROOT);
        if (!names.add(name)) {
          throw new NotAForm(DAMAGED);
        }
        if (names.size() > SheetLimits.ENTRIES_MAX) {
          throw new NotAForm("表格里的内容太杂（图片、对象太多），请只留下档案表那一页");
        }
        if (name.endsWith("vbaproject.bin")) {
          throw new NotAForm("表格里有宏，不能导入；请另存为不带宏的 .xlsx");
        }
        try (InputStream content = zip.getInputStream(entry)) {
          unzipped += read(content, name, unzipped, Math.max(1, entry.getCompressedSize()));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new NotAForm(DAMAGED);
    }
    if (!names.contains("xl/workbook.xml") || !names.contains("[content_types].xml")) {
      throw new NotAForm("这不是 .xlsx 表格，请用表格软件另存为 .xlsx 再传");
    }
  }

  private static long read(InputStream content, String name, long before, long zipped)
      throws IOException, NotAForm {
    boolean xml = name.endsWith(".xml") || name.endsWith(".rels") || name.endsWith(".vml");
    long max =
        name.startsWith("xl/worksheets/")
            ? SheetLimits.UNZIPPED_BYTES_MAX
            : name.equals("xl/sharedstrings.xml")
                ? SheetLimits.SHARED_TEXT_BYTES_MAX
                : SheetLimits.OTHER_ENTRY_BYTES_MAX;
    byte[] buffer = new byte[64 * 1024];
    XmlRuns runs = new XmlRuns();
    long bytes = 0;
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      bytes += n;
      if (bytes > max
          || before + bytes > SheetLimits.UNZIPPED_BYTES_MAX
          || (bytes > SheetLimits.RATIO_FROM_BYTES
              && bytes / zipped > SheetLimits.UNZIPPED_RATIO_MAX)) {
        throw new NotAForm("文件解开后太大，不能导入；请把数据复制到新的模板里，分成几个文件");
      }
      if (xml) {
        runs.see(buffer, n);
      }
    }
    return bytes;
  }

  private static boolean begins(byte[] file, byte[] with) {
    if (file.length < with.length) {
      return false;
    }
    for (int i = 0; i < with.length; i++) {
      if (file[i] != with[i]) {
        return false;
      }
    }
    return true;
  }

  /** XML as bytes go by: no declarations of types or entities, no run without a tag's end. */
  private static final class XmlRuns {
    private int run;
    private int last;
    private int beforeLast;

    void see(byte[] bytes, int length) throws NotAForm {
      for (int i = 0; i < length; i++) {
        int b = bytes[i];
        run = b == '<' || b == '>' ? 0 : run + 1;
        if (run > SheetLimits.RUN_BYTES_MAX) {
          throw new NotAForm("有一格的内容太长，不能导入");
        }
        // "<!D" of DOCTYPE and "<!E" of ENTITY; comments and CDATA go on. UTF-16 has a zero byte
        // between.
        if (b == 0 || (beforeLast == '<' && last == '!' && b != '-' && b != '[')) {
          throw new NotAForm("文件里有不允许的声明，不能导入；请在表格软件里另存为 .xlsx 再传");
        }
        beforeLast = last;
        last = b;
      }
    }
  }
}
