"""What a grid worker writes down about somebody, at the door or on the short form."""

from ninja import Schema
from pydantic import Field

from lianfang.api.shapes import Moment, Symptoms, Temperature
from lianfang.cases.rules import VerifiedDetails
from lianfang.people.enums import Category
from lianfang.quarantine.enums import SubjectClass


class DetailsIn(Schema):
    name: str = Field(default="", max_length=50)
    id_type: str = Field(default="01", pattern=r"^\d{2}$")
    id_number: str = Field(default="", max_length=32)
    phone: str = Field(default="", max_length=20)
    address: str = Field(default="", max_length=200)
    category: Category | None = None
    subject_class: SubjectClass | None = None
    anchor_at: Moment | None = None
    evidence: str = Field(default="", max_length=2)
    waiver: str = Field(default="", max_length=200)
    from_area_code: str = Field(default="", pattern=r"^\d{0,15}$")
    symptoms: Symptoms = []
    temp_c: Temperature | None = None

    def as_details(self) -> VerifiedDetails:
        given = self.model_dump(include=set(DetailsIn.model_fields))
        chosen = {"category": self.category or "", "subject_class": self.subject_class or ""}
        return VerifiedDetails(**given | chosen)
