import type { ApiFailure } from '../api/failure'

/** What to do about a failure, beyond what its title says. */
const mending: Record<string, string> = {
  'too-many-requests': '过几分钟再试就可以。',
  busy: '过一会儿再试就可以。',
  'store-unavailable': '过一会儿再试就可以。',
  'record-not-sealed': '不用再填一遍，恢复以后接着办；急的话请告诉系统管理员。',
  'second-factor-required': '这一步关系到钱、账号或密钥，要先用动态验证码证明是您本人。',
  'password-change-required': '管理员给的密码只能用一次，请先换成您自己的。',
  'dry-run-first': '试算只是清点，不会删除任何资料。',
  'state-changed': '别人可能已经办了这一步。',
  'code-mistyped': '16 个字符，看清 0 和 Q、1 和 7、8 和 B、5 和 S。',
  'dynamic-code-gone': '动态码只能用一次，一分钟内有效。',
  'member-unclear': '档案里有好几位，或者没有这一位；18 岁以下的不能自己绑定。',
  'already-bound': '一个号码同时只能绑定一家，要换请先解除绑定。',
  'key-rotation-running': '等这一次完成；两次之间至少隔四周。',
  'last-administrator': '请先给另一位同事系统管理的角色，再办这一步。',
  'holder-not-ready': '请本人先登录，设好自己的密码，再在“动态验证码”里开启；办好后您再确认。',
  'second-person-required': '点“请另一位管理员确认”，对方在“账号”页确认后就办好了，24 小时内有效。',
  'administrator-too-new': '请本工会早就在任的管理员或上一级工会的管理员来办；刚开通、刚改岗位、刚重置的账号，满 7 天才算数。',
  'own-request': '请另一位管理员在“账号”页确认。',
  'own-account': '请让另一位系统管理员来办。',
  'organisation-not-empty': '并入另一个工会，就会连同下级、账号和困难户一起转过去。',
  'place-not-accepted': '改隶要改到层级更高的工会之下，合并要和同级的工会合并，新设的层级要低于上级。',
  'not-allowed': '工作上需要这项权限的，请找本单位的系统管理员。',
  'not-found': '可能已经撤下，或者不归您查看。',
}

export function mend(failure: ApiFailure): string {
  if (failure.kind === 'offline') return '请检查网络，再试一次。'
  return mending[failure.code] ?? ''
}

/** The server's word about one field, for showing beside it; pointers are JSON Pointers such as `/reason`. */
export function fieldWord(failure: ApiFailure | undefined, field: string): string {
  const found = failure?.errors.find((error) => error.pointer === `/${field}` || error.pointer.startsWith(`/${field}/`))
  if (!found) return ''
  return /[\u4e00-\u9fff]/.test(found.reason) ? found.reason : '这里填写的内容有误，请检查'
}
