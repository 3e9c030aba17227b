/**
 * What a household code (一户一码) is: mint, check, sign, draw, read. No database, no HTTP; ZXing,
 * Bouncy Castle and the JDK only.
 *
 * <p>A code is sixteen characters of Crockford base32: {@code V R{13} C{2}} – version and kind, 65
 * bits of a keyed hash over household and generation, two check characters. It stands in three
 * shapes: short ({@code https://<host>/h/CODE16}), signed (the same, followed by 164 digits) and
 * dynamic ({@code https://<host>/d/<handle>}, a handle that says nothing by itself).
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>No text holds personal data, and whoever lacks the mint key learns nothing from a code.
 *   <li>Parsing never throws, whatever the input, and never corrects: a code is right or mistyped.
 *   <li>Every text has exactly one canonical form, and parse ∘ print is the identity on it.
 *   <li>No {@code toString()} shows a whole code or a key; logs get {@link
 *       yihuyima.qr.HouseholdCode#hint()}.
 *   <li>A symbol is a function of its text alone: the same text gives the same modules, bit for bit
 *       those that ZXing gives for the same segments.
 *   <li>Reading an image has a limit in bytes, in pixels and in work, checked before decoding.
 * </ul>
 */
package yihuyima.qr;
