package yihuyima.api.payment;

/** Every step that a fund clerk takes with a payment: from where, to where. No other exists. */
enum PaymentStep {
  SEND(PaymentState.SENT),
  SETTLE(PaymentState.PAID),
  RETURN(PaymentState.RETURNED);

  private final PaymentState to;

  PaymentStep(PaymentState to) {
    this.to = to;
  }

  PaymentState to() {
    return to;
  }

  boolean leadsFrom(PaymentState state) {
    return switch (this) {
      case SEND ->
          state == PaymentState.APPROVED
              || state == PaymentState.IN_BATCH
              || state == PaymentState.RETURNED;
      case SETTLE, RETURN -> state == PaymentState.SENT;
    };
  }
}
