/**
 * Micro-aid (微帮扶): what a household may apply for, the application, and the steps it goes through.
 *
 * <p>Owns {@code application}, {@code application_event} and, in {@code material}, {@code
 * material}. The steps stand in one table, {@link yihuyima.api.microaid.Step}: SUBMITTED → CHECKED
 * or RETURNED; RETURNED → SUBMITTED; SUBMITTED or RETURNED → WITHDRAWN; CHECKED → APPROVED or
 * REFUSED. Every step counts the version up and leaves one row in {@code application_event}, in the
 * same transaction.
 *
 * <p>Invariants: one open application a household and programme; whoever checked never approves
 * (四眼); an approved amount never exceeds the ceiling that stood when it was sent, which is the
 * programme's for the tier and region less what was approved this calendar year; an approval and
 * its payment are one transaction.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.microaid;
