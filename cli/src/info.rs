//! `wardlake model info` and `wardlake ontology info`.

use std::io::{Write as _, stdout};

use serde_json::json;

use crate::args::{InfoArgs, OntologyArgs};
use crate::exit::Exit;
use crate::model;
use crate::units::count;

/// Prints what a model is.
pub(crate) fn model(raw: &InfoArgs) -> anyhow::Result<Exit> {
    let model = model::load(&raw.model.clone().into())?;
    let info = model.info();
    let mut out = stdout().lock();
    if raw.json {
        let info = json!({
            "name": info.name, "version": info.version, "family": info.family, "parameters": info.parameters,
            "max_tokens": info.max_tokens, "traits_and_links": info.traits_and_links, "fingerprint": info.fingerprint,
        });
        writeln!(out, "{info}")?;
        return Ok(Exit::Done);
    }
    writeln!(out, "name         {}", info.name)?;
    writeln!(out, "version      {}", info.version)?;
    writeln!(out, "family       {}", info.family)?;
    writeln!(out, "parameters   {}", count(info.parameters))?;
    writeln!(out, "window       {} tokens", info.max_tokens)?;
    writeln!(
        out,
        "finds        {}",
        if info.traits_and_links {
            "mentions, traits, links"
        } else {
            "mentions only"
        }
    )?;
    writeln!(out, "fingerprint  {}", info.fingerprint)?;
    Ok(Exit::Done)
}

/// Prints what the terminology is.
pub(crate) fn ontology(raw: &OntologyArgs) -> anyhow::Result<Exit> {
    let terminology = model::terminology()?;
    let info = terminology.info();
    let mut out = stdout().lock();
    if raw.json {
        let info = json!({
            "name": info.name, "release": info.release, "concepts": info.concepts, "terms": info.terms,
            "fingerprint": info.fingerprint,
        });
        writeln!(out, "{info}")?;
        return Ok(Exit::Done);
    }
    writeln!(out, "name         {}", info.name)?;
    writeln!(out, "release      {}", info.release)?;
    writeln!(out, "concepts     {}", count(info.concepts.into()))?;
    writeln!(out, "terms        {}", count(info.terms.into()))?;
    writeln!(out, "fingerprint  {}", info.fingerprint)?;
    Ok(Exit::Done)
}
