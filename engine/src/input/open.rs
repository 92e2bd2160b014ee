//! Opening an input: identity, mapping or decompression, and the records inside.

use super::bundle::Entries;
use super::discover::{Format, Input, Packing};
use super::lines::Lines;
use super::{Place, Record, Source, text};
use crate::error::Error;
use crate::mmap::SourceMap;
use crate::reject::RejectReason;
use flate2::bufread::MultiGzDecoder;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;
use wardlake_store::Digest;

/// Bytes of a file that tell it from another of the same name, size and time.
const HEAD: u64 = 64 << 10;
/// Bytes read, or taken from a map, at once.
const CHUNK: usize = 1 << 20;

/// What may be read into memory at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Bytes of a line.
    pub(crate) line: u64,
    /// Bytes of a bundle or text file.
    pub(crate) file: u64,
}

/// An input with its records.
pub(crate) struct Open {
    /// What its records share.
    pub(crate) source: Arc<Source>,
    records: Records,
    disk: Arc<AtomicU64>,
}

enum Records {
    Lines(Lines),
    Entries(Entries),
    One(Option<Record>),
}

impl Open {
    /// Opens an input at `from`; `before` is the chain digest of the inputs before it. A stream is read and discarded
    /// up to there.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn new(
        input: &Input,
        index: usize,
        before: Digest,
        limits: Limits,
        from: Place,
    ) -> Result<Self, Error> {
        let failed = |error| Error::input(&input.name, error);
        let chain = chain(before, input).map_err(failed)?;
        let disk = Arc::new(AtomicU64::new(0));
        let mut opener = Opener {
            input,
            limits,
            from,
            disk: &disk,
            map: None,
        };
        let records = opener.records().map_err(failed)?;
        let source = Source {
            name: Arc::clone(&input.name),
            index,
            chain,
            map: opener.map,
        };
        Ok(Self {
            source: Arc::new(source),
            records,
            disk,
        })
    }

    /// The next record.
    ///
    /// # Errors
    /// If the input cannot be read on, or has shrunk; the records before were whole.
    pub(crate) fn next(&mut self) -> Result<Option<Record>, Error> {
        let next = match &mut self.records {
            Records::Lines(lines) => lines.next(),
            Records::Entries(entries) => Ok(entries.next()),
            Records::One(record) => Ok(record.take()),
        };
        next.map_err(|error| match self.source.check() {
            Err(worse) => worse,
            Ok(()) => Error::input(&self.source.name, error),
        })
    }

    /// Bytes of the file that have been read, compressed ones for a compressed file.
    pub(crate) fn disk(&self) -> u64 {
        self.disk.load(Ordering::Relaxed)
    }
}

struct Opener<'o> {
    input: &'o Input,
    limits: Limits,
    from: Place,
    disk: &'o Arc<AtomicU64>,
    map: Option<Arc<SourceMap>>,
}

impl Opener<'_> {
    fn records(&mut self) -> io::Result<Records> {
        Ok(match self.input.format {
            Format::Lines => Records::Lines(self.lines()?),
            Format::Bundle => match self.whole("bundle")? {
                Ok(file) => Records::Entries(Entries::new(file, self.from)),
                Err(reason) => self.one(Err(reason)),
            },
            Format::Text => {
                let file = self.whole("text file")?;
                self.one(file.map(|file| text::document_reference(&file, self.input)))
            }
        })
    }

    fn lines(&mut self) -> io::Result<Lines> {
        let reader: Box<dyn BufRead + Send> = match (&self.input.path, self.input.packing) {
            (Some(path), Packing::Plain) if is_regular(path) => {
                let map = Arc::new(SourceMap::open(path)?);
                self.map = Some(Arc::clone(&map));
                let at = usize::try_from(self.from.byte).unwrap_or(usize::MAX);
                Box::new(MapReader {
                    at: at.min(map.bytes().len()),
                    map,
                    disk: Arc::clone(self.disk),
                })
            }
            _ => {
                let mut reader = self.stream()?;
                io::copy(&mut reader.by_ref().take(self.from.byte), &mut io::sink())?;
                Box::new(reader)
            }
        };
        Ok(Lines::new(reader, self.limits.line, self.from))
    }

    fn stream(&self) -> io::Result<BufReader<Box<dyn Read + Send>>> {
        let raw: Box<dyn Read + Send> = match &self.input.path {
            None => Box::new(io::stdin()),
            Some(path) => Box::new(File::open(path)?),
        };
        let counted = BufReader::with_capacity(
            CHUNK,
            Counted {
                raw,
                disk: Arc::clone(self.disk),
            },
        );
        let unpacked: Box<dyn Read + Send> = match self.input.packing {
            Packing::Plain => Box::new(counted),
            Packing::Gzip => Box::new(MultiGzDecoder::new(counted)),
            Packing::Zstd => Box::new(zstd::Decoder::with_buffer(counted)?),
        };
        Ok(BufReader::with_capacity(CHUNK, unpacked))
    }

    /// The whole file, unless it is too long. A file that was finished is not read again.
    fn whole(&self, what: &'static str) -> io::Result<Result<Vec<u8>, RejectReason>> {
        let mut file = Vec::new();
        self.stream()?
            .take(self.limits.file + 1)
            .read_to_end(&mut file)?;
        let (limit, requested) = (self.limits.file, file.len() as u64);
        Ok(if requested > limit {
            Err(RejectReason::TooLong {
                what,
                limit,
                requested,
            })
        } else {
            Ok(file)
        })
    }

    fn one(&self, content: Result<Vec<u8>, RejectReason>) -> Records {
        let end = content.as_ref().map_or(0, Vec::len) as u64;
        let record = Record {
            content,
            line: 1,
            byte: 0,
            end,
        };
        Records::One((self.from.line == 0).then_some(record))
    }
}

/// Pipes and devices have no length to map.
fn is_regular(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.is_file())
}

/// The digest of this input and those before it: name, size, time and head; for standard input its name.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn chain(before: Digest, input: &Input) -> io::Result<Digest> {
    let mut hash = Sha256::new();
    hash.update(before.0);
    hash.update(input.name.as_bytes());
    if let Some(path) = &input.path {
        let metadata = path.metadata()?;
        if metadata.is_file() {
            let modified = metadata
                .modified()?
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default();
            hash.update(metadata.len().to_be_bytes());
            hash.update(modified.as_nanos().to_be_bytes());
            let mut head = Vec::new();
            File::open(path)?.take(HEAD).read_to_end(&mut head)?;
            hash.update(&head);
        }
    }
    Ok(Digest(hash.finalize().into()))
}

/// Counts what comes from the disk.
struct Counted<R> {
    raw: R,
    disk: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.raw.read(buffer)?;
        self.disk.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A map as a reader: pages behind the reader are released, and a map that lost pages reads no further.
struct MapReader {
    map: Arc<SourceMap>,
    at: usize,
    disk: Arc<AtomicU64>,
}

impl Read for MapReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for MapReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.map.faulted() {
            return Err(io::Error::other("a part of the mapped file is gone"));
        }
        let bytes = self.map.bytes();
        Ok(&bytes[self.at..bytes.len().min(self.at + CHUNK)])
    }

    fn consume(&mut self, bytes: usize) {
        let before = self.at / CHUNK;
        self.at += bytes;
        self.disk.store(self.at as u64, Ordering::Relaxed);
        if self.at / CHUNK != before {
            self.map.release(self.at);
        }
    }
}
