package yihuyima.api.payment;

/** How far a payment has come. */
public enum PaymentState {
  APPROVED,
  IN_BATCH,
  SENT,
  PAID,
  RETURNED
}
