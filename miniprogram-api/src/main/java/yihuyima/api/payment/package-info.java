/**
 * Payments (发放) of approved aid, from the approval to the money on the card.
 *
 * <p>Owns {@code payment}, {@code payment_event} and {@code missing_report}. States: APPROVED (and
 * IN_BATCH, RETURNED) → SENT → PAID or RETURNED; a returned line goes out again, once corrected.
 * Every change is one row more in {@code payment_event}, in the same transaction.
 *
 * <p>Invariants: who approved the aid never handles its payment (four eyes); an application is paid
 * at most once; a paid line stays paid; a missing report is open at most once a payment and is
 * closed by the settlement.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.payment;
