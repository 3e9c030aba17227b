package yihuyima.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.audit.AccessRecordOperations;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.AuditOperations;
import yihuyima.api.audit.LeakInvestigationOperations;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.audit.Refusals;
import yihuyima.api.audit.check.RecordCheckJobs;
import yihuyima.api.audit.check.RecordCheckOperations;
import yihuyima.api.audit.check.RecordSource;
import yihuyima.api.audit.seal.SealWatch;
import yihuyima.api.code.CodeIssueJobs;
import yihuyima.api.code.CodeKeys;
import yihuyima.api.code.HouseholdCodeOperations;
import yihuyima.api.code.Issuer;
import yihuyima.api.consent.ConsentOperations;
import yihuyima.api.consent.WithdrawalOperations;
import yihuyima.api.export.ExportOperations;
import yihuyima.api.hardship.HardshipOperations;
import yihuyima.api.household.HouseholdOperations;
import yihuyima.api.household.HouseholdViews;
import yihuyima.api.household.UnmaskingOperations;
import yihuyima.api.http.Api;
import yihuyima.api.http.ApiRouter;
import yihuyima.api.http.ApiSettings;
import yihuyima.api.http.Idempotency;
import yihuyima.api.http.Operations;
import yihuyima.api.identity.BindingOperations;
import yihuyima.api.identity.DeviceOperations;
import yihuyima.api.identity.Identities;
import yihuyima.api.identity.SessionSettings;
import yihuyima.api.identity.Tokens;
import yihuyima.api.identity.account.AccountRequestOperations;
import yihuyima.api.identity.account.StaffAccountOperations;
import yihuyima.api.identity.account.StaffResetOperations;
import yihuyima.api.identity.account.StaffViewOperations;
import yihuyima.api.identity.password.PasswordOperations;
import yihuyima.api.identity.proxy.ProxyOperations;
import yihuyima.api.identity.secondfactor.SecondFactorOperations;
import yihuyima.api.limit.Limits;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.membership.MembershipOperations;
import yihuyima.api.microaid.MicroAidOperations;
import yihuyima.api.microaid.material.MaterialSweep;
import yihuyima.api.news.NewsOperations;
import yihuyima.api.organisation.OrganisationOperations;
import yihuyima.api.organisation.OrganisationViewOperations;
import yihuyima.api.pairing.DoorOperations;
import yihuyima.api.pairing.HandoverOperations;
import yihuyima.api.pairing.HouseholdsOfStaff;
import yihuyima.api.pairing.PairingOperations;
import yihuyima.api.partner.DepartmentOperations;
import yihuyima.api.partner.DepartmentViewOperations;
import yihuyima.api.partner.PartnerGate;
import yihuyima.api.partner.PartnerOperations;
import yihuyima.api.partner.PartnerStore;
import yihuyima.api.payment.PaymentOperations;
import yihuyima.api.policy.CatalogueOperations;
import yihuyima.api.policy.Catalogues;
import yihuyima.api.policy.PolicyStore;
import yihuyima.api.policy.answer.PolicyAnswerOperations;
import yihuyima.api.policy.recomputation.CatalogueRules;
import yihuyima.api.policy.recomputation.FollowUpOperations;
import yihuyima.api.policy.recomputation.RecomputationJobs;
import yihuyima.api.policy.recomputation.SimulationJobs;
import yihuyima.api.policy.recomputation.SimulationOperations;
import yihuyima.api.register.FactsOperations;
import yihuyima.api.register.RegisterOperations;
import yihuyima.api.repetition.RepeatedAnswers;
import yihuyima.api.retention.PurgeJobs;
import yihuyima.api.retention.RetentionOperations;
import yihuyima.api.rights.RightsOperations;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.rotation.IndexRotationJobs;
import yihuyima.api.secret.rotation.KeyRotationJobs;
import yihuyima.api.secret.rotation.KeyRotationOperations;
import yihuyima.api.secret.rotation.KeyRotations;
import yihuyima.api.secret.rotation.NameIndexing;
import yihuyima.api.secret.rotation.Reindexing;
import yihuyima.api.secret.rotation.Resealing;
import yihuyima.api.secret.rotation.RotationSettings;
import yihuyima.api.sms.SmsGateway;
import yihuyima.api.spreadsheet.ImportJobs;
import yihuyima.api.spreadsheet.ImportOperations;
import yihuyima.api.sql.Database;
import yihuyima.api.visit.VisitOperations;
import yihuyima.api.wechat.WechatClient;
import yihuyima.api.wechat.WecomClient;

/** Binds the features to the contract; one for each event loop. */
public final class MiniprogramApi {
  /**
   * What the API stands on.
   *
   * @param database of this event loop
   * @param redis of the process
   * @param purgeAtHour when the nightly purge begins, in China; negative for never
   * @param limits of the process
   * @param refreshKey at least 32 bytes
   * @param wechat empty where WeChat login is off
   * @param wecom empty where signing in by Enterprise WeChat is off
   * @param sealing of the process: what it knows of the sealing of the record
   * @param recordSource how the record is read when it is checked
   * @param inventedNumbers whether numbers of invented people are taken, as in the demo
   */
  public record Foundation(
      Database database,
      RedisLink redis,
      FieldCipher cipher,
      BlindIndex index,
      KeyRotations rotations,
      RotationSettings rotation,
      int purgeAtHour,
      CodeKeys codeKeys,
      Tokens tokens,
      SessionSettings sessions,
      byte[] refreshKey,
      Limits limits,
      Issuer issuer,
      SmsGateway sms,
      Optional<WechatClient> wechat,
      Optional<WecomClient> wecom,
      ApiSettings settings,
      SealWatch sealing,
      RecordSource recordSource,
      boolean inventedNumbers,
      Clock clock) {}

  private static final Logger LOG = LoggerFactory.getLogger(MiniprogramApi.class);

  private final Foundation base;
  private final CodeIssueJobs codeIssueJobs;
  private final MaterialSweep materialSweep;
  private final KeyRotationJobs keyRotationJobs;
  private final IndexRotationJobs indexRotationJobs;
  private final NameIndexing nameIndexing;
  private final PurgeJobs purgeJobs;
  private final RecomputationJobs recomputationJobs;
  private final SimulationJobs simulationJobs;
  private final RecordCheckJobs recordCheckJobs;
  private final ImportJobs importJobs;
  private final Idempotency idempotency;

  public MiniprogramApi(Foundation base) {
    this.base = base;
    this.codeIssueJobs = new CodeIssueJobs(base.database(), base.codeKeys(), base.clock());
    this.materialSweep = new MaterialSweep(base.database(), base.clock());
    this.recordCheckJobs = new RecordCheckJobs(base.database(), base.recordSource(), base.clock());
    this.importJobs =
        new ImportJobs(
            base.database(),
            base.cipher(),
            base.index(),
            new AccessRecordStore(base.index()),
            base.clock(),
            base.inventedNumbers());
    this.idempotency =
        new Idempotency(
            base.cipher(),
            new RepeatedAnswers(new AccessRecordStore(base.index()), base.clock()),
            base.clock());
    this.keyRotationJobs =
        new KeyRotationJobs(
            base.database(),
            new Resealing(base.database().vertx(), base.cipher()),
            base.rotation(),
            base.clock());
    this.purgeJobs =
        new PurgeJobs(
            base.database(),
            base.index(),
            new AccessRecordStore(base.index()),
            base.rotation()::pauseMs,
            base.purgeAtHour(),
            base.clock());
    this.simulationJobs = new SimulationJobs(base.database(), new PolicyStore(), base.clock());
    this.recomputationJobs =
        new RecomputationJobs(
            base.database(),
            new CatalogueRules(base.database().vertx(), new PolicyStore(), base.clock()),
            base.clock());
    this.nameIndexing =
        new NameIndexing(base.database(), base.cipher(), base.index(), base.rotation());
    this.indexRotationJobs =
        new IndexRotationJobs(
            base.database(),
            new Reindexing(base.database().vertx(), base.cipher(), base.index()),
            base.rotation(),
            base.clock());
  }

  /**
   * The contract as a router.
   *
   * @return the router; fails when contract and code do not agree
   */
  public Future<Router> router(Vertx vertx) {
    Database database = base.database();
    Clock clock = base.clock();
    AccessRecordStore record = new AccessRecordStore(base.index());
    LookRecorder recorder = new LookRecorder(database, record);
    Catalogues catalogues = new Catalogues(database, new PolicyStore(), clock);
    HouseholdViews views =
        new HouseholdViews(database, base.cipher(), clock, base.issuer().hotline());
    Identities identities =
        new Identities(
            database,
            base.redis(),
            base.cipher(),
            base.index(),
            base.tokens(),
            base.sessions(),
            base.refreshKey(),
            base.limits(),
            base.sms(),
            base.wechat(),
            base.wecom(),
            record,
            clock);
    PartnerStore partners = new PartnerStore();
    PartnerGate gate =
        new PartnerGate(base.codeKeys().prefix(), database, partners, recorder, clock);
    List<Operations> features =
        List.of(
            new SimulationOperations(database, simulationJobs, clock),
            new FollowUpOperations(database, base.cipher(), recorder, record, clock),
            new HouseholdCodeOperations(
                database,
                base.redis(),
                base.codeKeys(),
                views,
                catalogues,
                recorder,
                record,
                base.limits(),
                codeIssueJobs,
                clock,
                base.issuer()),
            new HouseholdOperations(
                database, base.cipher(), base.index(), recorder, base.limits(), clock),
            new UnmaskingOperations(database, base.cipher(), recorder, base.limits(), clock),
            new RegisterOperations(database, base.cipher(), base.index(), recorder, clock),
            new ImportOperations(database, base.cipher(), recorder, record, importJobs, clock),
            new FactsOperations(base.cipher(), base.index(), record, clock, base.inventedNumbers()),
            new CatalogueOperations(database, clock),
            new PolicyAnswerOperations(database, base.cipher(), recorder, clock),
            new MembershipOperations(
                identities.sessions(),
                base.cipher(),
                base.index(),
                record,
                clock,
                base.inventedNumbers()),
            new PairingOperations(database, base.cipher(), recorder, clock),
            new HandoverOperations(database, recorder, record, clock),
            new MicroAidOperations(database, base.cipher(), catalogues, recorder, record, clock),
            new PaymentOperations(database, base.cipher(), recorder, record, clock),
            new RightsOperations(database, base.cipher(), recorder, record, clock),
            new VisitOperations(base.cipher(), record, clock),
            new NewsOperations(database, record, clock),
            new HardshipOperations(database, record, base.limits(), clock),
            new ConsentOperations(database, record, clock),
            new WithdrawalOperations(database, base.cipher(), recorder, clock),
            new ExportOperations(database, identities.sessions(), base.cipher(), recorder, clock),
            new PartnerOperations(
                base.codeKeys().prefix(), database, partners, base.tokens(), base.limits(), clock),
            new DepartmentOperations(base.codeKeys().prefix(), record, clock),
            new DepartmentViewOperations(database, clock),
            new AccessRecordOperations(database, clock),
            new AuditOperations(
                database,
                base.cipher(),
                recorder,
                typed -> base.codeKeys().lookupHashOf(typed),
                base.limits(),
                clock),
            new LeakInvestigationOperations(database, base.cipher(), recorder, record, clock),
            new RecordCheckOperations(database, record, base.sealing(), clock),
            new KeyRotationOperations(
                database, base.rotations(), keyRotationJobs, indexRotationJobs),
            new RetentionOperations(database, purgeJobs, identities.sessions(), record, clock),
            new DeviceOperations(database, identities.sessions(), clock),
            new StaffAccountOperations(
                database, identities.sessions(), new HouseholdsOfStaff(clock), record, clock),
            new StaffResetOperations(
                database, identities.sessions(), identities.factors(), record, clock),
            new AccountRequestOperations(
                database, identities.sessions(), identities.factors(), record, clock),
            new StaffViewOperations(database, identities.sessions().gate()),
            new ProxyOperations(
                database, identities.sessions(), base.cipher(), base.index(), record, clock),
            new DoorOperations(
                database,
                base.redis(),
                identities.sessions(),
                base.cipher(),
                base.index(),
                base.limits(),
                record,
                clock),
            new OrganisationOperations(record, clock),
            new OrganisationViewOperations(database),
            new PasswordOperations(database, identities.sessions(), base.limits(), record, clock),
            new SecondFactorOperations(
                database, identities.sessions(), identities.factors(), record, clock),
            new BindingOperations(
                database,
                identities.sessions(),
                typed -> base.codeKeys().lookupHashOf(typed),
                base.cipher(),
                base.limits(),
                recorder,
                record,
                clock));
    Api api = new Api();
    features.forEach(feature -> feature.bind(api));
    identities.operations().forEach(feature -> feature.bind(api));
    return new ApiRouter(
            api,
            base.settings(),
            base.tokens(),
            identities.sessions().gate(),
            identities.sessions()::stands,
            gate::admit,
            database,
            idempotency,
            new Refusals(database, recorder, clock),
            base.sealing()::works)
        .build(vertx);
  }

  /** Goes on with jobs that wait; called again and again by one event loop of each server. */
  public void work() {
    codeIssueJobs.work();
    keyRotationJobs.work();
    indexRotationJobs.work();
    nameIndexing.work();
    recordCheckJobs.work();
    importJobs.work();
    materialSweep.work();
    purgeJobs.work();
    recomputationJobs.work();
    simulationJobs.work();
    base.database()
        .write(db -> new PartnerStore().sweep(db, base.clock().instant()))
        .onFailure(error -> LOG.warn("sweeping message ids: {}", error.getMessage()));
    base.database()
        .write(idempotency::sweep)
        .onFailure(error -> LOG.warn("sweeping answers: {}", error.getMessage()));
  }
}
