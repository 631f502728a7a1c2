//! Decision support: models, requests, receipts, results, verdicts.

mod model;
mod receipt;
mod request;
mod result;
pub mod view;

pub use model::Model;
pub use receipt::{GiveVerdict, Receipt};
pub use request::{Close, Fail, Request, RequestStatus};
pub use result::{EraseResult, Open};
