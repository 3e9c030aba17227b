/** A key as it is typed from a screen: JBSW Y3DP EHPK 3PXP. */
export function inGroupsOfFour(key: string): string {
  return key.replace(/(.{4})(?=.)/g, '$1 ')
}
