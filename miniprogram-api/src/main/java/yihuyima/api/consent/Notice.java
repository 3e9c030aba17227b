package yihuyima.api.consent;

import java.time.LocalDate;
import yihuyima.api.access.Purpose;

/**
 * What the family is told, word for word.
 *
 * @param text paragraphs, one a line
 * @param stops what ends when the consent is taken back
 */
record Notice(
    Purpose purpose, int version, LocalDate validFrom, String title, String text, String stops) {}
