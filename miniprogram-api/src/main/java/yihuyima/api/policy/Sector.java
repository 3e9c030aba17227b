package yihuyima.api.policy;

/** Which line of government gives a policy (部门): the union, and the seven partner departments. */
public enum Sector {
  UNION,
  CIVIL_AFFAIRS,
  EDUCATION,
  MEDICAL_INSURANCE,
  LABOUR,
  HOUSING,
  JUSTICE,
  DISABLED
}
