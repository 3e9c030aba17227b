package yihuyima.api.http;

/** A feature's operations, bound to the contract by their operationId. */
public interface Operations {
  /** Binds every operation of this feature. */
  void bind(Api api);
}
