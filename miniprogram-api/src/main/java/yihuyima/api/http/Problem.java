package yihuyima.api.http;

/**
 * The one catalogue of expected failures: a kind, a stable code and a title fit to show a user.
 *
 * <p>Everything that is not in here is a bug and says nothing to the client. The code goes out as
 * the last part of the problem's {@code type} and never changes its meaning; the title is in
 * Chinese and may be reworded.
 */
public enum Problem {
  // What was sent cannot be read.
  REQUEST_INVALID(Kind.INVALID, "填写的内容有误，请按提示修改"),
  BODY_TOO_LARGE(Kind.TOO_LARGE, "内容太大，请减少后再试"),
  CODE_MISTYPED(Kind.INVALID, "编码输入有误，请对照卡片再输一遍"),
  IMAGE_NOT_ACCEPTED(Kind.INVALID, "这个文件不能用，请上传 JPG 或 PNG 照片"),
  REASON_REQUIRED(Kind.INVALID, "请写明原因"),
  PASSWORD_TOO_WEAK(Kind.INVALID, "这个密码不安全，请换一个"),
  PASSWORD_WRONG(Kind.INVALID, "当前密码不正确"),
  SECOND_FACTOR_WRONG(Kind.INVALID, "动态验证码不正确或已用过，请等下一个"),
  UNTIL_NOT_ACCEPTED(Kind.INVALID, "代办期限最长一年，且不能早于今天"),
  AMOUNT_OVER_CEILING(Kind.CONFLICT, "金额超过该项目的上限"),

  // Who is asking is not known, or not well enough.
  SIGN_IN_REQUIRED(Kind.UNAUTHENTICATED, "请先登录"),
  SIGN_IN_FAILED(Kind.UNAUTHENTICATED, "登录信息不正确"),
  SIGNATURE_INVALID(Kind.UNAUTHENTICATED, "请求签名无效"),
  SMS_CODE_WRONG(Kind.UNAUTHENTICATED, "验证码不正确或已过期"),
  WECHAT_CODE_INVALID(Kind.UNAUTHENTICATED, "微信登录已失效，请重新打开小程序"),
  WECOM_CODE_INVALID(Kind.UNAUTHENTICATED, "企业微信登录已失效，请重新打开小程序"),
  WECOM_NOT_LINKED(Kind.UNAUTHENTICATED, "这个企业微信还没有关联账号，请先用账号密码登录"),

  // Known, and not allowed; only where the caller may know that the thing exists.
  NOT_ALLOWED(Kind.FORBIDDEN, "您没有这项操作的权限"),
  SECOND_FACTOR_REQUIRED(Kind.FORBIDDEN, "请先完成动态验证码验证"),
  PASSWORD_CHANGE_REQUIRED(Kind.FORBIDDEN, "请先修改一次性密码"),
  OWN_REQUEST(Kind.FORBIDDEN, "是您提出的，要由另一位管理员确认"),
  ADMINISTRATOR_TOO_NEW(Kind.FORBIDDEN, "提出和确认的两位管理员，都要开通、变更岗位或重置满7天"),
  OWN_ACCOUNT(Kind.FORBIDDEN, "不能对自己的账号做这项操作"),
  FRESH_SIGN_IN_REQUIRED(Kind.FORBIDDEN, "为保护您家的资料，请退出后重新登录，再在10分钟之内导出"),
  CROSS_SITE_REFUSED(Kind.FORBIDDEN, "请求来源不被接受"),
  OWN_ENTRY(Kind.FORBIDDEN, "经手人不能审批自己办理的申请"),
  ADDRESS_NOT_LISTED(Kind.FORBIDDEN, "这个网络地址不在登记的名单里，请与工会的系统管理员核对"),
  PURPOSE_NOT_AGREED(Kind.FORBIDDEN, "该用途未经约定"),

  // Not there, or not for this caller: the two look alike.
  NOT_FOUND(Kind.NOT_FOUND, "没有找到"),

  // There, but not in a state for this.
  STATE_CHANGED(Kind.CONFLICT, "状态已变化，请刷新后再看"),
  ALREADY_OPEN(Kind.CONFLICT, "该项目已有正在办理的申请"),
  ALREADY_MEMBER(Kind.CONFLICT, "这个人已经是这户的成员"),
  PERSON_ELSEWHERE(Kind.CONFLICT, "这个人已经在另一户里，请那一户先办离开，或在“疑似重复”里核对"),
  PERSON_DIED(Kind.CONFLICT, "这个证件号码的人已登记去世，请核对号码"),
  LAST_MEMBER(Kind.CONFLICT, "这是这户最后一位成员，不能单独离开；人去世或搬走了请办退档"),
  WORKER_NEEDED(Kind.CONFLICT, "一户要有一位职工本人：请选好由谁接着，并核对其他人与这位的关系"),
  NOTICE_CHANGED(Kind.CONFLICT, "告知书已更新，请看过新的再同意"),
  CONSENT_WITHDRAWN(Kind.CONFLICT, "对使用这项资料的同意已经撤回，暂时不能办理；重新同意后可以继续"),
  NOT_OPEN_TO_APPLY(Kind.CONFLICT, "该项目目前不能申请"),
  PHONE_TAKEN(Kind.CONFLICT, "这个手机号已用于另一个登录，或您已登记了别的号码；请直接用该手机号登录"),
  PHONE_NOT_ACCEPTED(Kind.CONFLICT, "只能用中国大陆的手机号"),
  WECOM_TAKEN(Kind.CONFLICT, "这个企业微信已关联另一个账号，请先在那个账号里取消关联"),
  SUCCESSOR_NOT_FIT(Kind.CONFLICT, "接手的人须是另一位在岗的帮扶干部或结对责任人"),
  PAIRINGS_LEFT(Kind.CONFLICT, "这个人还有结对的户，请选好谁接手，或写明为什么先空着"),
  RIGHTS_REQUESTS_OPEN(Kind.CONFLICT, "您家还有几项请求在等答复，请等答复了再提"),
  STOP_ASKED(Kind.CONFLICT, "您家已经提出过停止使用资料，不用再提"),
  AID_UNDER_WAY(Kind.CONFLICT, "这一户还有正在办的申请或没发完的钱，办完了才能停止使用"),
  PROCESSING_STOPPED(Kind.CONFLICT, "您家的资料已停止使用，要办事请先恢复使用"),
  ALREADY_BOUND(Kind.CONFLICT, "该账号已绑定家庭"),
  BINDING_REFUSED(Kind.CONFLICT, "编码或证件号码不符，请核对后再试；也可以请帮扶干部上门绑定"),
  DOOR_CODE_WRONG(Kind.CONFLICT, "绑定码不正确或已失效，请对方重新出示"),
  MEMBER_UNCLEAR(Kind.CONFLICT, "不能确定是哪位家庭成员，请补充证件号码后六位"),
  LOGIN_NAME_TAKEN(Kind.CONFLICT, "这个登录名已有人使用"),
  ROLES_CONFLICT(Kind.CONFLICT, "这些角色不能由同一人兼任"),
  SECOND_PERSON_REQUIRED(Kind.CONFLICT, "这个账号管钱、管账号或管密钥，要再有一位管理员确认"),
  HOLDER_NOT_READY(Kind.CONFLICT, "本人还没有设自己的密码、开启动态验证码，办好了才能确认权限"),
  LAST_ADMINISTRATOR(Kind.CONFLICT, "该工会只剩一位管理员，请先指定另一位"),
  ORGANISATION_NOT_EMPTY(Kind.CONFLICT, "该工会还有下级工会、账号、困难户或协同部门，请先转走或并入其他工会"),
  PARTNER_CODE_TAKEN(Kind.CONFLICT, "这个部门代号已经有了，请换一个"),
  PARTNER_CLOSED(Kind.CONFLICT, "与这个部门的数据查询已经停止，不能再改"),
  KEY_PLACES_TAKEN(Kind.CONFLICT, "这个部门已有两把密钥，请先停用一把"),
  KEY_KNOWN(Kind.CONFLICT, "这把密钥或它的编号登记过，不能再用，请让对方重新生成一对"),
  KEY_NOT_PROVED(Kind.INVALID, "密钥登记信息不对，没有登记"),
  NETWORK_NOT_ACCEPTED(Kind.INVALID, "网络地址段写得不对"),
  PROXY_EXISTS(Kind.CONFLICT, "已邀请过此人，或代办人数已满"),
  PLACE_NOT_ACCEPTED(Kind.CONFLICT, "该工会不能放到所选的上级之下"),
  IDEMPOTENCY_KEY_REUSED(Kind.CONFLICT, "同一提交编号的内容前后不一致"),
  ANSWER_GONE(Kind.CONFLICT, "这次操作已经办好，结果不再显示第二次；没有记下的一次性密码请重新设置"),
  LIVE_CODE_EXISTS(Kind.CONFLICT, "该户已有有效的码"),
  NO_LIVE_CODE(Kind.CONFLICT, "该户没有有效的码"),
  IMPORTS_LEFT(Kind.CONFLICT, "还有几份表格没有导入完，请先导入或取消，再上传新的"),
  IMPORT_HAS_ERRORS(Kind.CONFLICT, "还有要改的地方：改好再整份导入，或者先导入没有问题的户"),
  JOB_RUNNING(Kind.CONFLICT, "同样的工作正在进行，请等它完成"),
  KEY_ROTATION_RUNNING(Kind.CONFLICT, "密钥轮换正在进行或刚刚完成，请以后再试"),
  OLD_SERVERS_RUN(Kind.CONFLICT, "还有旧版本的服务器在运行，请全部升级后再轮换索引密钥"),
  PURGE_RUNNING(Kind.CONFLICT, "清除正在进行，请等待完成"),
  DRY_RUN_FIRST(Kind.CONFLICT, "请先试算：只有24小时内完成、之后没有再清除过的试算才能确认清除"),
  DYNAMIC_CODE_GONE(Kind.CONFLICT, "动态码已失效，请重新出示"),

  // Too much, or not now.
  TOO_MANY_REQUESTS(Kind.LIMITED, "操作太频繁，请稍后再试"),
  QUOTA_USED_UP(Kind.LIMITED, "今天可查询的次数已用完，请明天再查，或与工会的系统管理员商量"),
  BUSY(Kind.UNAVAILABLE, "系统繁忙，请稍后再试"),
  STORE_UNAVAILABLE(Kind.UNAVAILABLE, "系统暂时不可用，请稍后再试"),
  RECORD_NOT_SEALED(Kind.UNAVAILABLE, "查阅记录暂时无法封存，为保障资金安全，审批、发放和导出先停一停；扫码查看不受影响，请稍后再试"),
  WECOM_UNAVAILABLE(Kind.UNAVAILABLE, "企业微信暂时连不上，请用账号密码登录"),
  WECHAT_UNAVAILABLE(Kind.UNAVAILABLE, "微信服务暂时不可用，请稍后再试或用短信登录"),
  SMS_UNAVAILABLE(Kind.UNAVAILABLE, "短信暂时发不出去，请稍后再试");

  /** What sort of failure it is; the HTTP status follows from it, in the http package. */
  public enum Kind {
    INVALID,
    TOO_LARGE,
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    CONFLICT,
    LIMITED,
    UNAVAILABLE
  }

  private final Kind kind;
  private final String title;

  Problem(Kind kind, String title) {
    this.kind = kind;
    this.title = title;
  }

  public Kind kind() {
    return kind;
  }

  /** In Chinese, fit to show a user. */
  public String title() {
    return title;
  }

  /** Stable, lower case with hyphens, such as {@code code-mistyped}. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /**
   * A failure of this kind.
   *
   * @param reason what happened, for the log only; never personal data
   */
  public Failure because(String reason) {
    return new Failure(this, reason, java.util.List.of(), null);
  }

  /**
   * A failure of this kind with its cause.
   *
   * @param reason what happened, for the log only; never personal data
   */
  public Failure because(String reason, Throwable cause) {
    return new Failure(this, reason, java.util.List.of(), cause);
  }
}
