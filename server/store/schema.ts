/** The tables as types. A house test holds them equal to what the migrations make on both engines. */

export type AccountRow = {
  account_id: string;
  email: string;
  name: string;
  role: string;
  password: string | null;
  home_zone: string | null;
  created_at: string;
  disabled_at: string | null;
  rev: number;
};

export type TeamRow = {
  team_id: string;
  slug: string;
  name: string;
  created_at: string;
  rev: number;
  visibility: string;
};

export type TeamMemberRow = { team_id: string; account_id: string; joined_at: string };

export type InvitationRow = {
  invitation_id: string;
  token_hash: string;
  purpose: string;
  email: string | null;
  name: string | null;
  role: string | null;
  account_id: string | null;
  created_by: string | null;
  created_at: string;
  expires_at: string;
  used_at: string | null;
};

export type SessionRow = {
  session_hash: string;
  account_id: string | null;
  data: string;
  device: string | null;
  created_at: string;
  seen_at: string;
  expires_at: string;
};

export type SignInFailureRow = { subject: string; failures: number; first_at: string; last_at: string };

export type TokenRow = {
  token_id: string;
  account_id: string;
  name: string;
  token_hash: string;
  scopes: string;
  created_at: string;
  expires_at: string | null;
  used_at: string | null;
  revoked_at: string | null;
};

export type ServiceRow = {
  service_id: string;
  slug: string;
  name: string;
  team_id: string | null;
  runbook_id: string | null;
  created_at: string;
  rev: number;
  public_name: string | null;
  policy_id: string | null;
  default_severity: string | null;
};

export type CounterRow = { name: string; value: number };

export type RunbookVersionRow = {
  content_hash: string;
  runbook_id: string;
  file: string;
  title: string;
  origin: string;
  text: string;
  findings: string;
  author: string | null;
  reason: string | null;
  created_at: string;
};

export type RunbookRow = {
  runbook_id: string;
  file: string;
  title: string;
  owner: string | null;
  services: string;
  content_hash: string;
  changed_at: string;
  removed_at: string | null;
  file_hash: string | null;
  parted_hash: string | null;
};

export type RunbookProposalRow = {
  proposal_id: string;
  runbook_id: string;
  base_hash: string;
  step_id: string;
  step_title: string;
  kind: string;
  incident_id: string | null;
  run_number: number | null;
  because: string;
  before_text: string;
  after_text: string;
  state: string;
  made_by: string;
  made_at: string;
  settled_by: string | null;
  settled_at: string | null;
  reason: string | null;
  new_hash: string | null;
};

export type RunbookQuestionRow = { incident_id: string; seq: number; runbook_id: string };

export type RunbookAnswerRow = {
  incident_id: string;
  seq: number;
  answer: string;
  account_id: string;
  name: string;
  answered_at: string;
};

export type IncidentRow = {
  incident_id: string;
  number: number;
  key: string;
  kind: string;
  title: string;
  status: string;
  severity: string | null;
  service_id: string | null;
  commander: string | null;
  visibility: string;
  opened_at: string;
  resolved_at: string | null;
  changed_at: string;
  seq: number;
  head_hash: string;
  next_due_at: string | null;
  origin_key: string | null;
  origin_name: string | null;
  imported_at: string | null;
  public_at: string | null;
  summary_version: number;
  /** How many of its alerts fire. */
  firing: number;
  /** What was confirmed to be the cause. */
  cause: string | null;
  /** The changes that worked. */
  fixed_by: string | null;
};

/** Of SQLite alone: where its full-text table holds a document. */
export type SearchPlaceRow = { position: number; kind: string; key: string };

export type IncidentLabelRow = { incident_id: string; label: string };

export type IncidentLinkRow = { incident_id: string; relation: string; target: string };
export type IncidentInsiderRow = { incident_id: string; account_id: string };

export type IncidentServiceRow = { incident_id: string; service_slug: string };

export type ReadMarkRow = { incident_id: string; account_id: string; seq: number; marked_at: string };

export type SeverityRuleRow = { severity: string; rule: string; rev: number; changed_at: string };

export type EntryRow = {
  entry_id: string;
  incident_id: string;
  seq: number;
  kind: string;
  body: string;
  body_hash: string;
  occurred_at: string;
  recorded_at: string;
  precision: string;
  actor_type: string;
  actor_id: string;
  actor_name: string;
  source: string;
  op_id: string;
  previous_hash: string;
  hash: string;
};

export type AttachmentContentRow = {
  attachment_id: string;
  incident_id: string;
  sha256: string;
  bytes: Buffer;
};

export type RedactionRow = {
  redaction_id: string;
  incident_id: string;
  entry_id: string;
  attachment_id: string | null;
  left_body: string;
  made_at: string;
  proof: string;
};

export type OperationRow = {
  actor_id: string;
  op_id: string;
  incident_id: string | null;
  body_hash: string;
  first_seq: number | null;
  last_seq: number | null;
  answer: string;
  created_at: string;
};

export type PostmortemRow = {
  postmortem_id: string;
  incident_id: string;
  number: number;
  title: string;
  state: string;
  rev: number;
  created_at: string;
  changed_at: string;
  published_at: string | null;
  published_rev: number | null;
};

export type ActionItemRow = {
  action_id: string;
  number: number;
  incident_id: string;
  text: string;
  type: string;
  state: string;
  owner_id: string | null;
  owner_name: string | null;
  due_day: string | null;
  done_when: string | null;
  evidence: string | null;
  ticket: string | null;
  reason: string | null;
  source_seq: number | null;
  rev: number;
  created_at: string;
  changed_at: string;
  changed_by: string;
  reminded_day: string | null;
};

export type PostmortemReviewRow = {
  postmortem_id: string;
  asked_by: string;
  asked_at: string;
  reviewed_rev: number | null;
  sent_back_at: string | null;
  sent_back_by: string | null;
  sent_back_why: string | null;
  rev: number;
};

export type PostmortemReviewerRow = {
  postmortem_id: string;
  account_id: string;
  person_name: string;
  asked_at: string;
  verdict: string | null;
  version: number | null;
  answers: string;
  words: string | null;
  answered_at: string | null;
};

export type PostmortemClosingRow = {
  closing_id: string;
  postmortem_id: string;
  rev: number;
  reason: string;
  closed_at: string;
  closed_by: string;
  ended_at: string | null;
  ended_by: string | null;
};

export type PostmortemCommentRow = {
  comment_id: string;
  postmortem_id: string;
  section: string;
  version: number;
  text: string;
  author_id: string;
  author_name: string;
  created_at: string;
  resolved_at: string | null;
  resolved_by: string | null;
  resolution: string | null;
};

export type PublicVersionRow = {
  postmortem_id: string;
  rev: number;
  text: string;
  content_hash: string;
  made_from: number;
  author_id: string;
  author_name: string;
  created_at: string;
};

export type PublicApprovalRow = {
  postmortem_id: string;
  approved_rev: number;
  approved_by: string;
  approved_at: string;
  withdrawn_at: string | null;
  withdrawn_by: string | null;
  withdrawn_why: string | null;
};

export type PostmortemVersionRow = {
  postmortem_id: string;
  rev: number;
  text: string;
  base: string;
  content_hash: string;
  author_id: string | null;
  author_name: string;
  summary: string;
  created_at: string;
};

export type AuditRow = {
  audit_id: string;
  seq: number;
  kind: string;
  subject_type: string;
  subject_id: string;
  subject_name: string;
  details: string;
  done_at: string;
  actor_type: string;
  actor_id: string;
  actor_name: string;
  address: string | null;
  request_id: string | null;
  previous_hash: string;
  hash: string;
};

export type ContactMethodRow = {
  method_id: string;
  account_id: string;
  channel: string;
  address: string;
  position: number;
  delay_seconds: number;
  created_at: string;
  tested_at: string | null;
  test_result: string | null;
  proved_at: string | null;
  ended_at: string | null;
  ended_why: string | null;
};

export type CalendarFeedRow = {
  feed_id: string;
  account_id: string;
  schedule_id: string | null;
  made_at: string;
  revoked_at: string | null;
  kind: string;
};

export type ShiftSwapRow = {
  swap_id: string;
  schedule_id: string;
  offered_by: string;
  offered_to: string | null;
  gives_from: string;
  gives_to: string;
  takes_from: string | null;
  takes_to: string | null;
  reason: string;
  state: string;
  offered_at: string;
  ended_at: string | null;
  accepted_by: string | null;
};

export type HeldPageRow = {
  run_id: string;
  place: number;
  account_id: string;
  held_at: string;
  told_at: string | null;
};

export type QuietHoursRow = { account_id: string; begins: string; ends: string };

export type ScheduleRow = {
  schedule_id: string;
  slug: string;
  name: string;
  zone: string;
  created_at: string;
  rev: number;
};

export type ScheduleVersionRow = {
  schedule_id: string;
  number: number;
  in_force_at: string;
  layers: string;
  made_by: string;
  made_at: string;
};

export type ScheduleOverrideRow = {
  override_id: string;
  schedule_id: string;
  account_id: string;
  instead_of: string | null;
  begins_at: string;
  ends_at: string;
  reason: string;
  made_by: string;
  made_at: string;
  withdrawn_at: string | null;
};

export type PolicyRow = {
  policy_id: string;
  slug: string;
  name: string;
  zone: string;
  body: string;
  version: number;
  created_at: string;
};

export type PolicyTurnRow = { turn_key: string; account_id: string };

export type EscalationRunRow = {
  run_id: string;
  subject_kind: string;
  subject_key: string;
  subject_title: string;
  subject_path: string;
  chain: string;
  policy_id: string;
  policy_name: string;
  severity: string | null;
  reason: string;
  requested_by: string;
  requested_by_name: string;
  requested_at: string;
  state: string;
  progress: string;
  round: number;
  due_at: string | null;
  owner_id: string | null;
  owner_name: string | null;
  accepted_at: string | null;
  taken_by: string;
  ended_at: string | null;
  ended_why: string | null;
  rev: number;
};

export type EscalationLevelRow = {
  run_id: string;
  place: number;
  policy_name: string;
  level: number;
  loop_number: number;
  round: number;
  is_fallback: number;
  people: string;
  left_out: string;
  outcome: string;
  why: string | null;
  began_at: string;
  answer_by: string | null;
  ended_at: string | null;
};

export type MaintenanceRow = {
  maintenance_id: string;
  service_id: string;
  starts_at: string;
  ends_at: string;
  reason: string;
  owner_id: string;
  owner_name: string;
  made_at: string;
};

export type MessageRow = {
  message_id: string;
  message_key: string;
  kind: string;
  run_id: string | null;
  place: number | null;
  account_id: string;
  person_name: string;
  method_id: string;
  channel: string;
  address: string;
  content: string;
  urgency: number;
  state: string;
  tries: number;
  due_at: string;
  leased_until: string | null;
  created_at: string;
  tried_at: string | null;
  settled_at: string | null;
  error: string | null;
  answered_at: string | null;
  bundled_with: string | null;
};

export type ScenarioVersionRow = {
  content_hash: string;
  scenario_id: string;
  file: string;
  text: string;
  origin: string;
  author: string | null;
  created_at: string;
  gone_at: string | null;
};

export type ScenarioReadingRow = { scenario_id: string; account_id: string; read_at: string };

export type DrillRow = {
  incident_id: string;
  number: number;
  scenario_id: string;
  content_hash: string;
  kind: string;
  owner_id: string;
  level: number;
  runbook_id: string | null;
  started_at: string;
  ended_at: string | null;
  ended_why: string | null;
  debriefed_at: string | null;
  dry_run: number;
};

export type RunbookUseRow = {
  incident_id: string;
  runbook_id: string;
  account_id: string;
  kind: string;
  content_hash: string;
  used_at: string;
  exercised_at: string | null;
};

export type PracticeReminderRow = { account_id: string; reminded_at: string };

export type DrillNoteRow = {
  note_id: string;
  incident_id: string;
  kind: string;
  item: string;
  noted_at: string;
};

export type DrillRatingRow = {
  incident_id: string;
  account_id: string;
  ratings: string;
  rated_at: string;
  deleted_at: string | null;
};

export type DrillFindingRow = {
  finding_id: string;
  incident_id: string;
  list: string;
  text: string;
  written_by: string;
  written_at: string;
  action_number: number | null;
};

export type DrillPlanRow = {
  number: number;
  content_hash: string;
  facilitator_id: string;
  agreed_at: string;
  planned_at: string;
  began_at: string | null;
  called_off_at: string | null;
  real_number: number | null;
};

export type DrillPersonRow = {
  number: number;
  account_id: string;
  name: string;
  role: string;
  page: string | null;
  page_at: string | null;
};

export type DrillDelayRow = { incident_id: string; inject: string; at_seconds: number };

export type DrillQuestionRow = {
  question_id: string;
  incident_id: string;
  kind: string;
  asked: string;
  asked_by: string;
  asked_at: string;
  settled_at: string | null;
};

export type DrillMarkRow = {
  incident_id: string;
  objective: string;
  mark: number | null;
  note: string;
  marked_at: string;
};

export type AlertKeyRow = {
  key_id: string;
  service_id: string;
  name: string;
  key_hash: string;
  join_open: number;
  made_by: string;
  created_at: string;
  revoked_at: string | null;
};

export type AlertPayloadRow = {
  payload_id: string;
  key_id: string;
  kind: string;
  received_at: string;
  body: string;
  outcome: string;
  error: string | null;
};

export type AlertGroupRow = {
  key_id: string;
  group_hash: string;
  group_key: string;
  incident_number: number;
  paged_at: string;
};

export type AlertRow = {
  alert_id: string;
  key_id: string;
  alert_hash: string;
  group_hash: string;
  name: string;
  incident_number: number | null;
  count: number;
  told_count: number;
  told_at: string | null;
  tell_at: string | null;
  fired_at: string | null;
  cleared_at: string | null;
};

export type EngineRow = { name: string; ticked_at: string };

export type MigrationRow = { name: string; content_hash: string; applied_at: string };

/** Every table by its name. */
export type Schema = {
  account: AccountRow;
  team: TeamRow;
  team_member: TeamMemberRow;
  invitation: InvitationRow;
  session: SessionRow;
  sign_in_failure: SignInFailureRow;
  token: TokenRow;
  service: ServiceRow;
  counter: CounterRow;
  runbook_version: RunbookVersionRow;
  runbook: RunbookRow;
  runbook_question: RunbookQuestionRow;
  runbook_answer: RunbookAnswerRow;
  runbook_proposal: RunbookProposalRow;
  incident: IncidentRow;
  incident_label: IncidentLabelRow;
  search_place: SearchPlaceRow;
  incident_link: IncidentLinkRow;
  incident_insider: IncidentInsiderRow;
  incident_service: IncidentServiceRow;
  read_mark: ReadMarkRow;
  severity_rule: SeverityRuleRow;
  entry: EntryRow;
  attachment_content: AttachmentContentRow;
  redaction: RedactionRow;
  operation: OperationRow;
  postmortem: PostmortemRow;
  postmortem_version: PostmortemVersionRow;
  postmortem_review: PostmortemReviewRow;
  postmortem_reviewer: PostmortemReviewerRow;
  postmortem_closing: PostmortemClosingRow;
  postmortem_comment: PostmortemCommentRow;
  public_version: PublicVersionRow;
  public_approval: PublicApprovalRow;
  action_item: ActionItemRow;
  audit: AuditRow;
  contact_method: ContactMethodRow;
  quiet_hours: QuietHoursRow;
  calendar_feed: CalendarFeedRow;
  schedule: ScheduleRow;
  schedule_version: ScheduleVersionRow;
  schedule_override: ScheduleOverrideRow;
  shift_swap: ShiftSwapRow;
  policy: PolicyRow;
  policy_turn: PolicyTurnRow;
  escalation_run: EscalationRunRow;
  escalation_level: EscalationLevelRow;
  held_page: HeldPageRow;
  maintenance: MaintenanceRow;
  message: MessageRow;
  scenario_version: ScenarioVersionRow;
  scenario_reading: ScenarioReadingRow;
  drill: DrillRow;
  runbook_use: RunbookUseRow;
  practice_reminder: PracticeReminderRow;
  drill_note: DrillNoteRow;
  drill_rating: DrillRatingRow;
  drill_finding: DrillFindingRow;
  drill_plan: DrillPlanRow;
  drill_person: DrillPersonRow;
  drill_delay: DrillDelayRow;
  drill_question: DrillQuestionRow;
  drill_mark: DrillMarkRow;
  alert_key: AlertKeyRow;
  alert_payload: AlertPayloadRow;
  alert_group: AlertGroupRow;
  alert: AlertRow;
  engine: EngineRow;
  migration: MigrationRow;
};
