//! The table is sorted, complete, and closed.

use super::*;

#[test]
fn the_table_is_sorted_so_that_search_finds_every_type() {
    assert!(TYPES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert!(all().all(|name| resource_type(name) == Some(name)));
    assert_eq!(all().count(), 146);
}

#[test]
fn names_are_exact() {
    assert!(is_resource_type("DocumentReference"));
    for name in [
        "",
        "patient",
        "Patient ",
        "Resource",
        "DomainResource",
        "Patients",
        "Element",
        "SubscriptionTopic",
    ] {
        assert!(!is_resource_type(name), "{name}");
    }
}

#[test]
fn every_type_of_the_patient_compartment_has_a_path() {
    let compartment = "Account AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic \
        BodyStructure CarePlan CareTeam ChargeItem Claim ClaimResponse ClinicalImpression Communication \
        CommunicationRequest Composition Condition Consent Coverage CoverageEligibilityRequest \
        CoverageEligibilityResponse DetectedIssue DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest \
        DocumentReference Encounter EnrollmentRequest EpisodeOfCare ExplanationOfBenefit FamilyMemberHistory Flag \
        Goal Group ImagingStudy Immunization ImmunizationEvaluation ImmunizationRecommendation Invoice List \
        MeasureReport Media MedicationAdministration MedicationDispense MedicationRequest MedicationStatement \
        MolecularSequence NutritionOrder Observation Person Procedure Provenance QuestionnaireResponse RelatedPerson \
        RequestGroup ResearchSubject RiskAssessment Schedule ServiceRequest Specimen SupplyDelivery SupplyRequest \
        VisionPrescription";
    for name in compartment.split_whitespace() {
        assert!(!patient_paths(name).is_empty(), "{name}");
    }
    assert!(patient_paths("Organization").is_empty());
    assert!(patient_paths("Patient").is_empty());
}
