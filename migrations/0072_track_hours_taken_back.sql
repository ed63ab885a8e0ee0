-- Digests of container-hours that no signed head covers are taken back when a ledger catches up, as statements are.

drop trigger passport_track_hour_kept on passport_track_hour;
create trigger passport_track_hour_kept before update on passport_track_hour
  for each row execute function ledger_refuse_rewriting();
create trigger passport_track_hour_not_taken_back before delete on passport_track_hour
  for each row execute function ledger_refuse_taking_back();
