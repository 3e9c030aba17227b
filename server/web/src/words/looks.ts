/** What somebody did, told to the family. Keys are the contract's operations; the server may also send words. */
const actions: Record<string, string> = {
  resolveHouseholdCode: '扫了您家的码',
  takeDynamicCode: '扫了您出示的动态码',
  getMyHousehold: '看了我家的情况',
  getHouseholdCode: '看了您家的码的状态',
  drawHouseholdCode: '取了您家的码的图片',
  issueHouseholdCode: '给您家生成了码',
  replaceHouseholdCode: '给您家换了新码',
  reportCodeLost: '挂失了您家的卡',
  revokeHouseholdCode: '作废了您家的码',
  searchHouseholds: '在查找中看到了您家',
  listPairedHouseholds: '在结对名单里看到了您家',
  readMaterial: '看了您家上传的照片',
  getApplication: '看了您家的申请',
  checkApplication: '初审了您家的申请',
  approveApplication: '审批了您家的申请',
  listPayments: '在发放清单里看到了您家',
  logVisit: '记了一次走访',
}

export function lookWords(action: string): string {
  return actions[action] ?? (/[\u4e00-\u9fff]/.test(action) ? action : '查看了您家的资料')
}
