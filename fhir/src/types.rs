//! The resource types of FHIR R4, and where each names the patient it is about.

#[cfg(test)]
mod tests;

/// Whether R4 has a concrete resource type of that name, spelled exactly so.
pub fn is_resource_type(name: &str) -> bool {
    resource_type(name).is_some()
}

/// R4's own copy of the name of a resource type; `None` for anything else, the abstract `Resource` and
/// `DomainResource` included.
pub fn resource_type(name: &str) -> Option<&'static str> {
    row(name).map(|(name, _)| *name)
}

/// All resource types, in order of their names.
pub fn all() -> impl Iterator<Item = &'static str> {
    TYPES.iter().map(|(name, _)| *name)
}

/// Paths, below the root, of the references that say whom a resource of this type is about, best first. Arrays on
/// the way are entered. Empty for types that are about nobody, and for `Patient`, which is about itself.
pub(crate) fn patient_paths(resource_type: &str) -> &'static [&'static str] {
    row(resource_type).map_or(&[], |(_, paths)| *paths)
}

fn row(name: &str) -> Option<&'static Row> {
    TYPES
        .binary_search_by_key(&name, |(name, _)| *name)
        .ok()
        .map(|at| &TYPES[at])
}

type Row = (&'static str, &'static [&'static str]);

/// The Patient compartment of R4, narrowed to the elements that say whom a resource is *about*: who wrote, asked for
/// or performed it may be a patient too, but is not its patient.
#[rustfmt::skip]
static TYPES: [Row; 146] = [
    ("Account", &["subject"]),
    ("ActivityDefinition", &[]),
    ("AdverseEvent", &["subject"]),
    ("AllergyIntolerance", &["patient"]),
    ("Appointment", &["participant.actor"]),
    ("AppointmentResponse", &["actor"]),
    ("AuditEvent", &["entity.what", "agent.who"]),
    ("Basic", &["subject"]),
    ("Binary", &[]),
    ("BiologicallyDerivedProduct", &[]),
    ("BodyStructure", &["patient"]),
    ("Bundle", &[]),
    ("CapabilityStatement", &[]),
    ("CarePlan", &["subject"]),
    ("CareTeam", &["subject"]),
    ("CatalogEntry", &[]),
    ("ChargeItem", &["subject"]),
    ("ChargeItemDefinition", &[]),
    ("Claim", &["patient"]),
    ("ClaimResponse", &["patient"]),
    ("ClinicalImpression", &["subject"]),
    ("CodeSystem", &[]),
    ("Communication", &["subject"]),
    ("CommunicationRequest", &["subject"]),
    ("CompartmentDefinition", &[]),
    ("Composition", &["subject"]),
    ("ConceptMap", &[]),
    ("Condition", &["subject"]),
    ("Consent", &["patient"]),
    ("Contract", &["subject"]),
    ("Coverage", &["beneficiary"]),
    ("CoverageEligibilityRequest", &["patient"]),
    ("CoverageEligibilityResponse", &["patient"]),
    ("DetectedIssue", &["patient"]),
    ("Device", &["patient"]),
    ("DeviceDefinition", &[]),
    ("DeviceMetric", &[]),
    ("DeviceRequest", &["subject"]),
    ("DeviceUseStatement", &["subject"]),
    ("DiagnosticReport", &["subject"]),
    ("DocumentManifest", &["subject"]),
    ("DocumentReference", &["subject", "context.sourcePatientInfo"]),
    ("EffectEvidenceSynthesis", &[]),
    ("Encounter", &["subject"]),
    ("Endpoint", &[]),
    ("EnrollmentRequest", &["candidate"]),
    ("EnrollmentResponse", &[]),
    ("EpisodeOfCare", &["patient"]),
    ("EventDefinition", &[]),
    ("Evidence", &[]),
    ("EvidenceVariable", &[]),
    ("ExampleScenario", &[]),
    ("ExplanationOfBenefit", &["patient"]),
    ("FamilyMemberHistory", &["patient"]),
    ("Flag", &["subject"]),
    ("Goal", &["subject"]),
    ("GraphDefinition", &[]),
    ("Group", &["member.entity"]),
    ("GuidanceResponse", &["subject"]),
    ("HealthcareService", &[]),
    ("ImagingStudy", &["subject"]),
    ("Immunization", &["patient"]),
    ("ImmunizationEvaluation", &["patient"]),
    ("ImmunizationRecommendation", &["patient"]),
    ("ImplementationGuide", &[]),
    ("InsurancePlan", &[]),
    ("Invoice", &["subject"]),
    ("Library", &[]),
    ("Linkage", &[]),
    ("List", &["subject"]),
    ("Location", &[]),
    ("Measure", &[]),
    ("MeasureReport", &["subject"]),
    ("Media", &["subject"]),
    ("Medication", &[]),
    ("MedicationAdministration", &["subject"]),
    ("MedicationDispense", &["subject"]),
    ("MedicationKnowledge", &[]),
    ("MedicationRequest", &["subject"]),
    ("MedicationStatement", &["subject"]),
    ("MedicinalProduct", &[]),
    ("MedicinalProductAuthorization", &[]),
    ("MedicinalProductContraindication", &[]),
    ("MedicinalProductIndication", &[]),
    ("MedicinalProductIngredient", &[]),
    ("MedicinalProductInteraction", &[]),
    ("MedicinalProductManufactured", &[]),
    ("MedicinalProductPackaged", &[]),
    ("MedicinalProductPharmaceutical", &[]),
    ("MedicinalProductUndesirableEffect", &[]),
    ("MessageDefinition", &[]),
    ("MessageHeader", &[]),
    ("MolecularSequence", &["patient"]),
    ("NamingSystem", &[]),
    ("NutritionOrder", &["patient"]),
    ("Observation", &["subject"]),
    ("ObservationDefinition", &[]),
    ("OperationDefinition", &[]),
    ("OperationOutcome", &[]),
    ("Organization", &[]),
    ("OrganizationAffiliation", &[]),
    ("Parameters", &[]),
    ("Patient", &[]),
    ("PaymentNotice", &[]),
    ("PaymentReconciliation", &[]),
    ("Person", &["link.target"]),
    ("PlanDefinition", &[]),
    ("Practitioner", &[]),
    ("PractitionerRole", &[]),
    ("Procedure", &["subject"]),
    ("Provenance", &["target"]),
    ("Questionnaire", &[]),
    ("QuestionnaireResponse", &["subject"]),
    ("RelatedPerson", &["patient"]),
    ("RequestGroup", &["subject"]),
    ("ResearchDefinition", &[]),
    ("ResearchElementDefinition", &[]),
    ("ResearchStudy", &[]),
    ("ResearchSubject", &["individual"]),
    ("RiskAssessment", &["subject"]),
    ("RiskEvidenceSynthesis", &[]),
    ("Schedule", &["actor"]),
    ("SearchParameter", &[]),
    ("ServiceRequest", &["subject"]),
    ("Slot", &[]),
    ("Specimen", &["subject"]),
    ("SpecimenDefinition", &[]),
    ("StructureDefinition", &[]),
    ("StructureMap", &[]),
    ("Subscription", &[]),
    ("Substance", &[]),
    ("SubstanceNucleicAcid", &[]),
    ("SubstancePolymer", &[]),
    ("SubstanceProtein", &[]),
    ("SubstanceReferenceInformation", &[]),
    ("SubstanceSourceMaterial", &[]),
    ("SubstanceSpecification", &[]),
    ("SupplyDelivery", &["patient"]),
    ("SupplyRequest", &["deliverTo"]),
    ("Task", &["for"]),
    ("TerminologyCapabilities", &[]),
    ("TestReport", &[]),
    ("TestScript", &[]),
    ("ValueSet", &[]),
    ("VerificationResult", &[]),
    ("VisionPrescription", &["patient"]),
];
