//! Decision support: models, checks, requests, receipts, results, verdicts.

mod access;
mod before;
mod card;
mod check;
mod describe;
mod model;
mod names;
mod outcomes;
mod person;
mod receipt;
mod refusal;
mod request;
mod result;
mod sealed;
pub mod view;

pub use check::Decision;
pub use model::Model;
pub use receipt::{GiveVerdict, Receipt};
pub use request::{Close, Fail, Request, RequestStatus};
pub use result::{EraseResult, Open};
