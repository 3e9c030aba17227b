package yihuyima.api.spreadsheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Workbooks for tests. */
final class Sheets {
  static final List<String> HEADINGS =
      List.of(
          "家庭序号",
          "关系",
          "姓名",
          "身份证号",
          "健康状况",
          "医保状况",
          "工作状态/身份",
          "本人月平均收入",
          "困难类别",
          "主要致困原因",
          "家庭年度总收入",
          "家庭年度刚性支出",
          "住房类型");

  private Sheets() {}

  static byte[] of(List<String> headings, List<List<String>> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FormWriter writer = FormWriter.of(out, headings)) {
      for (List<String> row : rows) {
        writer.row(new ArrayList<>(row));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  static List<String> worker(String key, String name, String number) {
    return Arrays.asList(
        key, "本人", name, number, "良好", "职工医保", "在岗", "1200", "深度困难", "患重特大疾病", "24000", "6000",
        "自购房");
  }

  static List<String> member(String key, String relation, String name, String number) {
    return Arrays.asList(key, relation, name, number, "良好", "城乡居民医保", "学生", "0");
  }

  static List<SheetHousehold> read(byte[] file) throws NotAForm {
    List<SheetHousehold> all = new ArrayList<>();
    try (FormReader reader = FormReader.open(file)) {
      HouseholdRows households = new HouseholdRows(reader.headings(), true);
      for (Optional<SheetRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        households.take(row.get()).ifPresent(all::add);
      }
      households.end().ifPresent(all::add);
    }
    return all;
  }

  static List<SheetRow> rows(byte[] file) throws NotAForm {
    List<SheetRow> all = new ArrayList<>();
    try (FormReader reader = FormReader.open(file)) {
      for (Optional<SheetRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        all.add(row.get());
      }
    }
    return all;
  }

  static Map<String, byte[]> unzipped(byte[] file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip =
        ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(file)).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  static byte[] zipped(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  static byte[] changed(byte[] file, String entry, UnaryOperator<String> change)
      throws IOException {
    Map<String, byte[]> entries = unzipped(file);
    String before =
        new String(
            Optional.ofNullable(entries.get(entry)).orElse(new byte[0]),
            java.nio.charset.StandardCharsets.UTF_8);
    entries.put(entry, change.apply(before).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return zipped(entries);
  }
}
