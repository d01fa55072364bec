#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "ledger/subject.h"

// Every kind of entry (domain.md §5.18), with the subjects it may be about (P person, E employer,
// U unit, C campaign) and the state machine it moves, if one is kept. One line a kind; the code is
// the name.
// clang-format off
#define LEYE_ENTRY_KINDS(X)                                                                        \
  /* 5.1 person case */                                                                            \
  X(CaseOpened, "P", kPersonCase)                                                                  \
  X(AssessmentRecorded, "P", kPersonCase)                                                          \
  X(PlanAgreed, "P", kPersonCase)                                                                  \
  X(ServiceDeclined, "P", kPersonCase)                                                             \
  X(OutcomeObserved, "P", kPersonCase)                                                             \
  X(OutcomeLost, "P", kPersonCase) X(CaseClosed, "P", kPersonCase)                                 \
      X(TransferOffered, "P", kPersonCase) X(TransferAccepted, "P", kPersonCase)                   \
          X(TransferRefused, "P", kPersonCase) X(CaseUntraceable, "P", kPersonCase)                \
              X(CaseReopened, "P", kPersonCase) X(IdentityMerged, "P", kNone)                      \
                  X(IdentitySplit, "P", kNone) /* 5.2 unemployment registration */                 \
      X(RegistrationSubmitted, "P", kRegistration) X(RegistrationChecked, "P", kRegistration)      \
          X(UnemploymentRegistered, "P", kRegistration) X(RegistrationRefused, "P", kRegistration) \
              X(RegistrationEvidenceRequested, "P", kRegistration)                                 \
                  X(RegistrationLapsed, "P", kRegistration) X(CancelProposed, "P", kRegistration)  \
                      X(CancelNotified, "P", kRegistration)                                        \
                          X(RegistrationCancelled, "P", kRegistration)                             \
                              X(CancelWithdrawn, "P", kRegistration)                               \
                                  X(RegistrationTransferred, "P",                                  \
                                    kRegistration) /* 5.3 hard-to-employ recognition */            \
      X(CandidateFound, "P", kNone) X(RecognitionApplied, "P", kNone)                              \
          X(RecognitionVerified, "P", kNone) X(HardToEmployRecognised, "P", kNone)                 \
              X(RecognitionRefused, "P", kNone) X(AssistancePlanAgreed, "P", kNone)                \
                  X(ExitProposed, "P", kNone) X(HardToEmployExited, "P", kNone)                    \
                      X(ExitWithdrawn, "P", kNone)                                                 \
                          X(AssistanceScopeDecided, "P", kNone) /* 5.4 help request */             \
      X(HelpRequested, "PU", kNone) X(HelpAssigned, "PU", kNone) X(FirstContactMade, "PU", kNone)  \
          X(HelpRerouted, "PU", kNone) X(HelpLinked, "PU", kNone) X(HelpResolved, "PU", kNone)     \
              X(HelpReopened, "PU", kNone) X(HelpClosed, "PU", kNone)                              \
                  X(HelpUnreachable, "PU", kNone) X(                                               \
                      HelpJoined, "PU", kNone) /* 5.5, 5.6 follow-up, home visit, 1-1-3 package */ \
      X(FollowUpAttempted, "PE", kNone) X(FollowUpDone, "PE", kNone) X(HomeVisitDone, "P", kNone)  \
          X(BriefingGiven, "PE", kNone) X(GuidanceGiven, "PE", kNone)                              \
              X(JobRecommended, "P", kNone) X(PartDeclined, "P", kNone)                            \
                  X(PackageDeclined, "P", kNone) X(PackageRound, "P", kNone) /* 5.7 tasks */       \
      X(TaskAssigned, "PEUC", kNone) X(TaskReassigned, "PEUC", kNone) X(TaskDone, "PEUC", kNone)   \
          X(TaskCancelled, "PEUC", kNone) /* 5.8 entitlement to payment */                         \
      X(EntitlementFound, "PE", kNone) X(OutreachDone, "PE", kNone)                                \
          X(EntitlementWaived, "PE", kNone) X(ApplicationSubmitted, "PE", kNone)                   \
              X(ApplicationAccepted, "PE", kNone) X(EvidenceDeferred, "PE", kNone)                 \
                  X(EvidenceRequested, "PE", kNone) X(EvidenceSupplied, "PE", kNone)               \
                      X(ReviewPassed1, "PE", kNone) X(ReviewPassed2, "PE", kNone)                  \
                          X(ReviewReturned, "PE", kNone) X(ApplicationRefused, "PE", kNone)        \
                              X(ApplicationWithdrawn, "PE", kNone) X(NoticeClosed, "PE", kNone) X( \
                                  BatchItemAdded, "PE", kNone) X(BatchSent, "UC", kNone)           \
                                  X(PaymentConfirmed, "PE", kNone) X(PaymentReturned, "PE", kNone) \
                                      X(AccountCorrected, "PE", kNone)                             \
                                          X(RecoveryOpened, "PE", kNone)                           \
                                              X(RecoveryDone, "PE", kNone)                         \
                                                  X(RecoveryWrittenOff, "PE", kNone)               \
                                                      X(EntitlementRecheck, "PE",                  \
                                                        kNone) /* 5.9 vacancies and referrals */   \
      X(VacancySubmitted, "E", kNone) X(VacancyScreened, "E", kNone) X(VacancyOpened, "E", kNone)  \
          X(VacancyHeadcountChanged, "E", kNone) X(VacancySuspended, "E", kNone)                   \
              X(VacancyClosed, "E", kNone) X(ReferralDelivered, "P", kNone)                        \
                  X(ReferralAnswered, "P", kNone) X(InterviewHeld, "P", kNone)                     \
                      X(ReferralHired, "P", kNone)                                                 \
                          X(ReferralNotHired, "P", kNone) /* 5.10 fairs */                         \
      X(FairPlanned, "U", kNone) X(FairApproved, "U", kNone) X(FairPublished, "U", kNone)          \
          X(FairHeld, "U", kNone) X(FairSettled, "U", kNone)                                       \
              X(FairCancelled, "U", kNone) /* 5.11, 5.12 internships and public-welfare posts */   \
      X(InternshipStarted, "P", kNone) X(AttendanceConfirmed, "P", kNone)                          \
          X(InternshipEnded, "P", kNone) X(InternRetained, "P", kNone)                             \
              X(PlacementProposed, "P", kNone) X(PlacementApproved, "P", kNone)                    \
                  X(PlacementAgreed, "P", kNone) X(PlacementStarted, "P", kNone)                   \
                      X(ExitPlanOpened, "P", kNone) X(PlacementEnded, "P", kNone)                  \
                          X(PlacementTerminated, "P", kNone) /* 5.13 ventures */                   \
      X(StartupIntentRecorded, "P", kNone) X(TrainingCompleted, "P", kNone)                        \
          X(BusinessRegistered, "P", kNone) X(LoanDisbursed, "PE", kNone)                          \
              X(ProxyMandateGranted, "P", kNone)                                                   \
                  X(SurvivalChecked, "P",                                                          \
                    kNone) /* 5.14 to 5.17 agreements, lists, campaign, reports */                 \
      X(AgreementSigned, "U", kNone) X(AccessGranted, "U", kNone) X(AccessRevoked, "U", kNone)     \
          X(DataDestructionStated, "U", kNone) X(ListPublished, "U", kNone)                        \
              X(ListWithdrawn, "U", kNone) X(CampaignSigned, "C", kNone)                           \
                  X(CampaignAmended, "C", kNone) X(ReportGenerated, "UC", kNone)                   \
                      X(ReportSigned, "UC", kNone) X(ReportSubmitted, "UC", kNone)                 \
                          X(ReportReturned, "UC", kNone)                                           \
                              X(ReportAccepted, "UC", kNone) /* linkage.md §12, §14 */           \
      X(RegisterBatchLoaded, "C", kNone) X(LinkDecided, "PE", kNone) X(LinkWithdrawn, "PE", kNone) \
          X(NeverLinkDecided, "C", kNone) X(NeverLinkWithdrawn, "C", kNone)                        \
              X(RecordMoved, "PE", kNone) X(EntryAttributed, "P", kNone) /* 5.18 */                \
      X(FactStated, "PEU", kNone) X(DutyClosed, "PEU", kNone) X(PeriodClosed, "C", kNone)          \
          X(PeriodRevised, "C", kNone) X(RunCommitted, "C", kNone) X(RunUndone, "C", kNone)        \
              X(MessageRequested, "PE", kNone) X(ApplicationRequested, "PE", kNone)                \
                  X(RecommendationRequested, "P", kNone) X(ConsentGiven, "P", kNone)               \
                      X(ConsentWithdrawn, "P", kNone) X(EntryWithdrawn, "PEUC", kNone)

// clang-format on

namespace leye::ledger {

/// State machines whose states are kept as a projection of the entries.
enum class Machine : std::uint8_t { kNone, kPersonCase, kRegistration };
[[nodiscard]] std::string_view code(Machine);  ///< `person_case`, `unemployment_registration`

enum class Kind : std::uint8_t {
#define LEYE_KIND(name, subjects, machine) k##name,
  LEYE_ENTRY_KINDS(LEYE_KIND)
#undef LEYE_KIND
};

[[nodiscard]] std::string_view code(Kind);  ///< `FollowUpDone`
[[nodiscard]] std::optional<Kind> kind_of(std::string_view code);
[[nodiscard]] bool may_concern(Kind, SubjectKind);
[[nodiscard]] Machine machine_of(Kind);
[[nodiscard]] std::size_t kind_count();

}  // namespace leye::ledger
