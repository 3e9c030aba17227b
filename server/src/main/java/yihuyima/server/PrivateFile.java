package yihuyima.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Whether a file with secrets is for its owner alone; a group may read it, where one is set up. */
final class PrivateFile {
  private PrivateFile() {}

  /** What is wrong with who may do what to it; empty when nothing is. */
  static String complaint(Path file) throws IOException {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
      boolean others =
          allowed.contains(PosixFilePermission.OTHERS_READ)
              || allowed.contains(PosixFilePermission.GROUP_WRITE)
              || allowed.contains(PosixFilePermission.OTHERS_WRITE);
      return others ? "others may read or change " + file : "";
    } catch (UnsupportedOperationException e) {
      return "this file system does not say who may read " + file;
    }
  }
}
