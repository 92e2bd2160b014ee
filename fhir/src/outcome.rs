//! `OperationOutcome`: what went wrong, in FHIR's words.

#[cfg(test)]
mod tests;

use crate::json::write_string;

/// How bad an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It failed, and nothing more was tried.
    Fatal,
    /// It failed.
    Error,
    /// It was done, but may not be what was meant.
    Warning,
    /// Only said.
    Information,
}

impl Severity {
    /// FHIR's code.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Fatal => "fatal",
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
        }
    }
}

/// One issue. Never put clinical text or a value of the request into it: outcomes reach logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// How bad.
    pub severity: Severity,
    /// A code of `http://hl7.org/fhir/issue-type`, such as `invalid`, `not-found`, `not-supported`, `exception`.
    pub code: &'static str,
    /// Words for people.
    pub diagnostics: String,
    /// FHIRPath of the element, where there is one.
    pub expression: Option<String>,
}

/// An `OperationOutcome` of these issues. FHIR wants at least one, so none is written as the one that says so.
pub fn write(issues: &[Issue]) -> Vec<u8> {
    let mut out = Vec::with_capacity(64 + issues.len() * 160);
    out.extend_from_slice(br#"{"resourceType":"OperationOutcome","issue":["#);
    for (at, issue) in issues.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write_issue(issue, &mut out);
    }
    if issues.is_empty() {
        out.extend_from_slice(
            br#"{"severity":"information","code":"informational","diagnostics":"no issues"}"#,
        );
    }
    out.extend_from_slice(b"]}");
    out
}

fn write_issue(issue: &Issue, out: &mut Vec<u8>) {
    out.extend_from_slice(br#"{"severity":"#);
    write_string(out, issue.severity.code());
    out.extend_from_slice(br#","code":"#);
    write_string(out, issue.code);
    out.extend_from_slice(br#","diagnostics":"#);
    write_string(out, &issue.diagnostics);
    if let Some(expression) = &issue.expression {
        out.extend_from_slice(br#","expression":["#);
        write_string(out, expression);
        out.push(b']');
    }
    out.push(b'}');
}
