/** First words of titles that say what to do. */

const VERBS = new Set(
  `abort accept acknowledge activate add adjust agree aim alert allow amend analyse analyze announce answer append
  apply approve arrange ask assemble assess assign attach audit authorise authorize avoid back backfill balance
  begin block bounce bring broadcast build bump bypass calculate call cancel capture carry catch change check choose
  claim clean clear close collect combine come commit communicate compare compute conclude configure confirm connect
  consider contact contain continue convert cool copy cordon count create cross cut deactivate debug decide declare
  decrease define delay delete deploy describe detach detect determine diagnose direct disable discard disconnect
  discuss divert do document double download drain draw drop dump duplicate edit eject eliminate empty enable end
  engage enlarge ensure enter escalate establish estimate evaluate examine exclude execute exit expand expire explain
  export extend extract fail fence fetch file fill filter find finish fix flip flush follow force forward free freeze
  gather generate get give go grant grow guard halt hand handle hold identify ignore implement import include
  increase inform initiate insert inspect install interview invalidate investigate invite invoke involve isolate
  issue join keep kick kill label launch lead learn leave let lift limit link list listen load locate lock log look
  lower lookup make map mark match measure merge migrate mirror mitigate monitor mount move mute name narrow note
  notify observe obtain offer offload open operate order page park pass patch pause perform pick pin ping place plan
  point post postpone power practise prepare press prevent print prioritise prioritize probe proceed process produce
  promote propose protect prove provide provision prune publish pull purge push put query queue quiesce raise
  reach read reassign reattach rebalance reboot rebuild recall receive recheck reclaim reconcile reconfigure reconnect
  record recover recreate recycle redeploy redirect reduce refer refresh register reimport reindex reinstall
  reissue reject rejoin release relieve reload relocate remain remediate remember remount remove rename renew reopen
  repair repeat replace replay report reproduce request reread rerun reschedule reset resize resolve respond restart
  restore restrict resume resync retire retrieve retry return revert review revoke rewrite ring rollback roll
  rotate route rule run save say scale scan schedule search secure see select send separate serve set settle shard
  share shed shift ship show shrink shut shutdown sign silence size skip slow snapshot sort spare split stabilise
  stabilize stand start state stay step stop store stream study submit subscribe summarise summarize suspend swap
  switch sync synchronise synchronize take talk tell terminate test throttle tick touch trace track trigger trim truncate
  try tune turn type unblock uncordon undeploy understand undo uninstall unlock unmount unpause unsubscribe update
  upgrade upload use vacuum validate verify visit wait wake walk warm warn watch weigh widen wipe withdraw work
  write`.split(/\s+/),
);

/** Whether a title begins with a verb in the imperative; "first" and the like may stand before it. */
export function beginsWithVerb(title: string): boolean {
  const words = title.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  const first = words.find((word) => !/^(?:always|first|then|now|next|finally|only)$/.test(word)) ?? '';
  // "Do not touch" and "Never restart" say what to do too, whatever the verb.
  return /^(?:don't|never)$/.test(first) || VERBS.has(first) || VERBS.has(first.replace(/^re(?=.{3})/, ''));
}
