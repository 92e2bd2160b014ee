//! Every metric, in one table. Labels are route templates, methods, statuses and operation names: never an id or text.

use prometheus::{
    Encoder as _, Gauge, GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter,
    IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};

/// Seconds, from a cached read to the inference of a long note.
const SECONDS: [f64; 14] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0,
];

/// The metrics of one server, in a registry of their own.
pub(crate) struct Metrics {
    registry: Registry,
    pub(crate) requests: IntCounterVec,
    pub(crate) request_seconds: HistogramVec,
    pub(crate) requests_in_flight: IntGauge,
    pub(crate) notes: IntCounterVec,
    pub(crate) text_bytes: IntCounterVec,
    pub(crate) tokens: IntCounter,
    pub(crate) inference_seconds: Histogram,
    pub(crate) inference_wait_seconds: Histogram,
    pub(crate) inference_waiting: IntGauge,
    pub(crate) refresh_seconds: Histogram,
    pub(crate) store_transaction: IntGauge,
}

impl Metrics {
    pub(crate) fn new(
        version: &str,
        model: &str,
        model_version: &str,
    ) -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let of = Table(&registry);
        of.info(&[
            ("version", version),
            ("model", model),
            ("model_version", model_version),
        ])?;
        Ok(Self {
            requests: of.counters(
                "wardlake_http_requests_total",
                "Requests answered, by route template.",
                &["method", "route", "status"],
            )?,
            request_seconds: of.histograms(
                "wardlake_http_request_duration_seconds",
                "Time from the request's head to the answer's head.",
                &["route"],
            )?,
            requests_in_flight: of.gauge(
                "wardlake_http_requests_in_flight",
                "Requests being answered.",
            )?,
            notes: of.counters(
                "wardlake_notes_processed_total",
                "Notes annotated.",
                &["operation"],
            )?,
            text_bytes: of.counters(
                "wardlake_text_processed_bytes_total",
                "Text annotated.",
                &["operation"],
            )?,
            tokens: of.counter(
                "wardlake_tokens_processed_total",
                "Tokens that the encoder saw.",
            )?,
            inference_seconds: of.histogram(
                "wardlake_inference_duration_seconds",
                "Time to annotate one request's notes.",
            )?,
            inference_wait_seconds: of.histogram(
                "wardlake_inference_wait_seconds",
                "Time only waiting for a place among the workers.",
            )?,
            inference_waiting: of.gauge(
                "wardlake_inference_waiting",
                "Requests waiting for a worker.",
            )?,
            refresh_seconds: of.histogram(
                "wardlake_store_refresh_duration_seconds",
                "Time to catch up with the writer.",
            )?,
            store_transaction: of.gauge(
                "wardlake_store_transaction",
                "The newest transaction that reads see.",
            )?,
            registry,
        })
    }

    /// Counts what an operation has annotated.
    pub(crate) fn annotated(&self, operation: &str, done: &Annotated) {
        self.notes
            .with_label_values(&[operation])
            .inc_by(done.notes);
        self.text_bytes
            .with_label_values(&[operation])
            .inc_by(done.text_bytes);
        self.tokens.inc_by(done.tokens);
    }

    /// All metrics in the text format of Prometheus.
    pub(crate) fn text(&self) -> Result<Vec<u8>, prometheus::Error> {
        let mut out = Vec::with_capacity(16 << 10);
        TextEncoder::new().encode(&self.registry.gather(), &mut out)?;
        Ok(out)
    }
}

/// How much one request had annotated.
pub(crate) struct Annotated {
    pub(crate) notes: u64,
    pub(crate) text_bytes: u64,
    pub(crate) tokens: u64,
}

/// Makes a metric and registers it.
struct Table<'r>(&'r Registry);

impl Table<'_> {
    fn counter(&self, name: &str, help: &str) -> Result<IntCounter, prometheus::Error> {
        let metric = IntCounter::new(name, help)?;
        self.0.register(Box::new(metric.clone()))?;
        Ok(metric)
    }

    fn counters(
        &self,
        name: &str,
        help: &str,
        labels: &[&str],
    ) -> Result<IntCounterVec, prometheus::Error> {
        let metric = IntCounterVec::new(Opts::new(name, help), labels)?;
        self.0.register(Box::new(metric.clone()))?;
        Ok(metric)
    }

    fn gauge(&self, name: &str, help: &str) -> Result<IntGauge, prometheus::Error> {
        let metric = IntGauge::new(name, help)?;
        self.0.register(Box::new(metric.clone()))?;
        Ok(metric)
    }

    fn histogram(&self, name: &str, help: &str) -> Result<Histogram, prometheus::Error> {
        let metric =
            Histogram::with_opts(HistogramOpts::new(name, help).buckets(SECONDS.to_vec()))?;
        self.0.register(Box::new(metric.clone()))?;
        Ok(metric)
    }

    fn histograms(
        &self,
        name: &str,
        help: &str,
        labels: &[&str],
    ) -> Result<HistogramVec, prometheus::Error> {
        let metric = HistogramVec::new(
            HistogramOpts::new(name, help).buckets(SECONDS.to_vec()),
            labels,
        )?;
        self.0.register(Box::new(metric.clone()))?;
        Ok(metric)
    }

    /// A gauge that is always 1 and says in its labels what runs here.
    fn info(&self, labels: &[(&str, &str)]) -> Result<(), prometheus::Error> {
        let names: Vec<&str> = labels.iter().map(|(name, _)| *name).collect();
        let values: Vec<&str> = labels.iter().map(|(_, value)| *value).collect();
        let metric = GaugeVec::new(Opts::new("wardlake_info", "What runs here."), &names)?;
        let one: Gauge = metric.get_metric_with_label_values(&values)?;
        one.set(1.0);
        self.0.register(Box::new(metric))
    }
}
