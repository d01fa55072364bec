#pragma once
#include "server/dto/common.h"

namespace leye::server::dto {

struct SignIn {
  json::Text<64> account;
  json::Text<256> password;
  std::optional<json::Text<32>> code;  ///< one-time or recovery code
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (account, password, code))

struct SessionAccount {
  AccountId id;
  std::string login;
  std::string name;
  std::string role;
  Division division;
  std::vector<std::string> rights;  ///< added to the role: link_review, export, recognition
};
BOOST_DESCRIBE_STRUCT(SessionAccount, (), (id, login, name, role, division, rights))

struct SessionCampaign {
  std::string id;
  std::string title;
  Date from;
  Date to;
  std::int64_t day = 0;  ///< of the campaign today, from 1
  std::int64_t days = 0;
};
BOOST_DESCRIBE_STRUCT(SessionCampaign, (), (id, title, from, to, day, days))

/// A post the account may act in beside its own; of one on leave it names whose.
struct SessionPost {
  Uuid id;
  std::string role;
  DivisionName division;
  std::optional<std::string> stands_for;
  Date from;
  std::optional<Date> to;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(SessionPost, (), (id, role, division, stands_for, from, to, current))

/// How sure we are of who it is, and what is still to be done before people's data are shown.
struct SessionStanding {
  std::string strength;            ///< code, pin, password, two_factor
  bool fresh = false;              ///< dangerous acts are open for some minutes
  bool confirmed = false;          ///< the campaign's confidentiality text
  bool second_factor = false;      ///< the account has one
  bool second_factor_due = false;  ///< reveals and exports ask for one here
};
BOOST_DESCRIBE_STRUCT(SessionStanding, (),
                      (strength, fresh, confirmed, second_factor, second_factor_due))

struct Session {
  SessionAccount account;
  Date today;
  std::string locale;
  std::optional<SessionCampaign> campaign;
  std::vector<std::string> nav;  ///< pages this account may open
  SessionStanding standing;
  std::vector<SessionPost> posts;
  std::optional<Date> agreement_until;  ///< of an agency's agreement or an auditor's mandate
};
BOOST_DESCRIBE_STRUCT(Session, (),
                      (account, today, locale, campaign, nav, standing, posts, agreement_until))

struct ShowAgain {
  json::Text<256> password;
  std::optional<json::Text<32>> code;
};
BOOST_DESCRIBE_STRUCT(ShowAgain, (), (password, code))
struct PinSignIn {
  json::Text<6> pin;
};
BOOST_DESCRIBE_STRUCT(PinSignIn, (), (pin))
struct TakePost {
  std::optional<Uuid> post;  ///< none: back to the own post
};
BOOST_DESCRIBE_STRUCT(TakePost, (), (post))
struct NewPassword {
  json::Text<256> password;
};
BOOST_DESCRIBE_STRUCT(NewPassword, (), (password))

struct OpenSession {
  Uuid id;
  std::string network;
  std::string strength;
  std::optional<Uuid> device;
  Instant created_at;
  Instant seen_at;
  Instant expires_at;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(OpenSession, (),
                      (id, network, strength, device, created_at, seen_at, expires_at, current))
struct OpenSessions {
  std::vector<OpenSession> items;
};
BOOST_DESCRIBE_STRUCT(OpenSessions, (), (items))
struct SessionPath {
  Uuid session_id;
};
BOOST_DESCRIBE_STRUCT(SessionPath, (), (session_id))
struct SessionsEnded {
  std::int64_t ended = 0;
};
BOOST_DESCRIBE_STRUCT(SessionsEnded, (), (ended))

struct SecondFactor {
  std::string uri;     ///< otpauth://…, for a QR code; shown once
  std::string secret;  ///< the same, to be typed
};
BOOST_DESCRIBE_STRUCT(SecondFactor, (), (uri, secret))
struct FactorCode {
  json::Text<32> code;
};
BOOST_DESCRIBE_STRUCT(FactorCode, (), (code))
struct RecoveryCodes {
  std::vector<std::string> recovery_codes;  ///< shown once
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (recovery_codes))

struct BindDevice {
  json::Text<50> label;
  json::Text<6> pin;
};
BOOST_DESCRIBE_STRUCT(BindDevice, (), (label, pin))
struct Device {
  Uuid id;
  std::string label;
  Instant bound_at;
  std::optional<Instant> used_at;
};
BOOST_DESCRIBE_STRUCT(Device, (), (id, label, bound_at, used_at))
struct Devices {
  std::vector<Device> items;
};
BOOST_DESCRIBE_STRUCT(Devices, (), (items))
struct DevicePath {
  Uuid device_id;
};
BOOST_DESCRIBE_STRUCT(DevicePath, (), (device_id))

struct AskPhoneCode {
  json::Text<32> citizen_id;
  json::Text<32> phone;
};
BOOST_DESCRIBE_STRUCT(AskPhoneCode, (), (citizen_id, phone))
struct PhoneChallenge {
  Uuid challenge;  ///< given whether or not anything was sent
};
BOOST_DESCRIBE_STRUCT(PhoneChallenge, (), (challenge))
struct PhoneCodeSignIn {
  Uuid challenge;
  json::Text<6> code;
};
BOOST_DESCRIBE_STRUCT(PhoneCodeSignIn, (), (challenge, code))

struct NoticePath {
  json::Text<32> kind;
};
BOOST_DESCRIBE_STRUCT(NoticePath, (), (kind))
struct NoticeText {
  std::string kind;
  std::string version;
  std::string text;
  Digest digest{};
};
BOOST_DESCRIBE_STRUCT(NoticeText, (), (kind, version, text, digest))
struct ConfirmNotice {
  Digest digest{};  ///< of the wording that was read
};
BOOST_DESCRIBE_STRUCT(ConfirmNotice, (), (digest))

}  // namespace leye::server::dto
