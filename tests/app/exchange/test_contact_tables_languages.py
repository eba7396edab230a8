"""Outlook writes the headers of its tables in the language of the computer."""

from __future__ import annotations

import csv
import io

import pytest

from app.exchange import contact_tables
from app.exchange.contact_tables import Kind, What
from app.exchange.contact_tables.headers import by_headers, field_of
from app.model.imports import ReadPerson, ReadPoint
from app.model.people import PointKind

ENGLISH = """Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,
Business Street,Business Street 2,Business Street 3,Business City,Business State,
Business Postal Code,Business Country/Region,Home Street,Home Street 2,Home Street 3,Home City,
Home State,Home Postal Code,Home Country/Region,Other Street,Other City,Other State,
Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,Business Phone,
Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Mobile Phone,Pager,
Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,
Billing Information,Birthday,Business Address PO Box,Categories,Children,Directory Server,
E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,Gender,
Government ID Number,Hobby,Home Address PO Box,Initials,Internet Free Busy,Keywords,Language,
Location,Manager's Name,Mileage,Notes,Office Location,Organizational ID Number,Priority,Private,
Profession,Referred By,Sensitivity,Spouse,User 1,User 2,Web Page"""
ENGLISH_PEOPLE = """First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,
E-mail Address,E-mail 2 Address,E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,
Business Phone 2,Mobile Phone,Car Phone,Other Phone,Primary Phone,Pager,Business Fax,Home Fax,
Other Fax,Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,Job Title,
Department,Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Company Yomi,
Business Street,Business City,Business State,Business Postal Code,Business Country/Region,
Home Street,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other City,
Other State,Other Postal Code,Other Country/Region,Personal Web Page,Spouse,Schools,Hobby,
Location,Web Page,Birthday,Anniversary,Notes"""
ENGLISH_LIVE = """Title,First Name,Middle Name,Last Name,Suffix,Given Name Yomi,Family Name Yomi,
Home Street,Home City,Home State,Home Postal Code,Home Country,Business Street,Business City,
Business State,Business Postal Code,Business Country,Home Phone,Business Phone,Mobile Phone,
E-mail Address,E-mail 2 Address,E-mail 3 Address,Company,Job Title,Birthday,Anniversary,Spouse,
Web Page,Notes"""
GERMAN = """Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,
Straße geschäftlich,Straße geschäftlich 2,Ort geschäftlich,Region geschäftlich,
Postleitzahl geschäftlich,Land/Region geschäftlich,Straße privat,Straße privat 2,Ort privat,
Bundesland/Kanton privat,Postleitzahl privat,Land/Region privat,Weitere Straße,Weiterer Ort,
Weiteres/r Bundesland/Kanton,Weitere Postleitzahl,Weiteres/e Land/Region,Telefon Assistent,
Fax geschäftlich,Telefon geschäftlich,Telefon geschäftlich 2,Rückmeldung,Autotelefon,
Telefon Firma,Fax privat,Telefon privat,Telefon privat 2,Mobiltelefon,Weiteres Fax,
Weiteres Telefon,Pager,Haupttelefon,Telefon für Hörbehinderte,Abrechnungsinformation,Benutzer 1,
Beruf,Büro,E-Mail-Adresse,E-Mail-Typ,E-Mail: Angezeigter Name,E-Mail 2: Adresse,Empfohlen von,
Geburtstag,Geschlecht,Hobby,Initialen,Internet-Frei/Gebucht,Jahrestag,Kategorien,Kinder,Konto,
Name Assistent,Name des/der Vorgesetzten,Notizen,Organisationsnr.,Ort,Partner,
Postfach geschäftlich,Postfach privat,Priorität,Privat,Regierungsnr.,Reisekilometer,Sprache,
Stichwörter,Vertraulichkeit,Verzeichnisserver,Webseite,Weiteres Postfach"""
FRENCH = """Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre,Rue (bureau),
Rue (bureau) 2,Ville (bureau),Dép/Région (bureau),Code postal (bureau),Pays/Région (bureau),
Rue (domicile),Ville (domicile),Dép/Région (domicile),Code postal (domicile),
Pays/Région (domicile),Rue (autre),Ville (autre),Dép/Région (autre),Code postal (autre),
Pays/Région (autre),Téléphone de l'assistant(e),Télécopie (bureau),Téléphone (bureau),
Téléphone 2 (bureau),Rappel,Téléphone (voiture),Téléphone société,Télécopie (domicile),
Téléphone (domicile),RNIS,Tél. mobile,Télécopie (autre),Téléphone (autre),
Récepteur de radiomessagerie,Téléphone principal,Télex,Adresse de messagerie,Type de messagerie,
Nom complet de l'adresse de messagerie,Adresse de messagerie 2,Anniversaire,Catégories,
Conjoint(e),Enfants,Initiales,Langue,Notes,Page Web,Profession,Responsable,
Nom de l'assistant(e),Sexe,Utilisateur 1"""
SPANISH = """Título,Nombre,Segundo nombre,Apellidos,Sufijo,Organización,Departamento,Puesto,
Calle del trabajo,Calle 2 del trabajo,Ciudad de trabajo,Provincia o estado de trabajo,
Código postal del trabajo,País o región del trabajo,Calle particular,Ciudad particular,
Provincia o estado particular,Código postal particular,País o región particular,Otra calle,
Otra ciudad,Otra provincia o estado,Otro código postal,Otro país o región,Teléfono del ayudante,
Fax del trabajo,Teléfono del trabajo,Teléfono del trabajo 2,Devolución de llamada,
Teléfono del automóvil,Fax particular,Particular,Número de teléfono 2 particular,Móvil,Otro fax,
Otro teléfono,Localizador,Teléfono principal,Télex,Aniversario,Categorías,Cónyuge,Cumpleaños,
Dirección de correo electrónico,Tipo de correo electrónico,
Nombre de pantalla de correo electrónico,Dirección de correo electrónico 2,Hijos,Iniciales,
Nombre del director,Notas,Página Web,Profesión,Prioridad,Privado,Sexo,Usuario 1"""
ITALIAN = """Titolo,Nome,Secondo nome,Cognome,Titolo straniero,Società,Reparto,Posizione,Via (uff.),
Via (uff.) 2,Città (uff.),Provincia (uff.),CAP (uff.),Paese/area geografica (uff.),Via (ab.),
Città (ab.),Provincia (ab.),CAP (ab.),Paese/area geografica (ab.),Altra via,Altra città,
Altra provincia,Altro CAP,Altro paese/area geografica,Telefono assistente,Fax (uff.),Ufficio,
Ufficio 2,Richiamata automatica,Telefono auto,Telefono principale società,Fax (ab.),Abitazione,
Cellulare,Altro fax,Altro telefono,Cercapersone,Telefono principale,Radiotelefono,
Telefono TTY/TDD,Account,Altro indirizzo - Casella postale,Anniversario,Categorie,Compleanno,
Dati fatturazione,Figli,Indirizzo (uff.) - Casella postale,Indirizzo posta elettronica,
Tipo posta elettronica,Nome visualizzato posta elettronica,Indirizzo posta elettronica 2,
Iniziali,Lingua,Luogo,Nome assistente,Notes,Pagina Web,Priorità,Privato,Professione,Sesso"""
PORTUGUESE = """Título,Nome,Segundo nome,Sobrenome,Sufixo,Empresa,Departamento,Cargo,
Rua do endereço comercial,Rua do endereço comercial 2,Cidade do endereço comercial,
Estado do endereço comercial,CEP do endereço comercial,País/Região do endereço comercial,
Rua do endereço residencial,Cidade do endereço residencial,Estado do endereço residencial,
CEP do endereço residencial,País/Região do endereço residencial,Outra rua,Outra cidade,
Outro estado,Outro CEP,Outro país/região,Telefone do assistente,Fax comercial,
Telefone comercial,Telefone comercial 2,Retorno de chamada,Telefone do carro,
Telefone principal da empresa,Fax residencial,Telefone residencial,Telefone celular,Outro fax,
Outro telefone,Pager,Telefone principal,Aniversário,Anotações,Categorias,Cônjuge,
Endereço de email,Tipo de email,Nome para exibição do email,Endereço de email 2,Filhos,Iniciais,
Página da Web,Profissão,Prioridade,Particular,Sexo,Usuário 1"""

LAYOUTS = {
    "English": ENGLISH,
    "English, new": ENGLISH_PEOPLE,
    "English, live.com": ENGLISH_LIVE,
    "German": GERMAN,
    "French": FRENCH,
    "Spanish": SPANISH,
    "Italian": ITALIAN,
    "Portuguese": PORTUGUESE,
}
# The header of each thing in each language; a row filled by it must say the same everywhere.
SAME = {
    "Ann": ("First Name", "Vorname", "Prénom", "Nombre", "Nome", "Nome"),
    "Lee": ("Last Name", "Nachname", "Nom", "Apellidos", "Cognome", "Sobrenome"),
    "Quill": ("Company", "Firma", "Société", "Organización", "Società", "Empresa"),
    "1 Ink Rd": (
        *("Business Street", "Straße geschäftlich", "Rue (bureau)", "Calle del trabajo"),
        *("Via (uff.)", "Rua do endereço comercial"),
    ),
    "Leeds": (
        *("Business City", "Ort geschäftlich", "Ville (bureau)", "Ciudad de trabajo"),
        *("Città (uff.)", "Cidade do endereço comercial"),
    ),
    "Yorkshire": (
        *("Business State", "Region geschäftlich", "Dép/Région (bureau)"),
        *("Provincia o estado de trabajo", "Provincia (uff.)", "Estado do endereço comercial"),
    ),
    "LS1": (
        *("Business Postal Code", "Postleitzahl geschäftlich", "Code postal (bureau)"),
        *("Código postal del trabajo", "CAP (uff.)", "CEP do endereço comercial"),
    ),
    "UK": (
        *("Business Country/Region", "Land/Region geschäftlich", "Pays/Région (bureau)"),
        *("País o región del trabajo", "Paese/area geografica (uff.)"),
        "País/Região do endereço comercial",
    ),
    "+44 1": (
        *("Business Phone", "Telefon geschäftlich", "Téléphone (bureau)"),
        *("Teléfono del trabajo", "Ufficio", "Telefone comercial"),
    ),
    "+44 2": (
        *("Home Phone", "Telefon privat", "Téléphone (domicile)", "Particular", "Abitazione"),
        "Telefone residencial",
    ),
    "+44 3": (
        *("Mobile Phone", "Mobiltelefon", "Tél. mobile", "Móvil", "Cellulare"),
        "Telefone celular",
    ),
    "ann@lee.example": (
        *("E-mail Address", "E-Mail-Adresse", "Adresse de messagerie"),
        *("Dirección de correo electrónico", "Indirizzo posta elettronica", "Endereço de email"),
    ),
    "1980-05-02": (
        *("Birthday", "Geburtstag", "Anniversaire", "Cumpleaños", "Compleanno", "Aniversário"),
    ),
    "Press": ("Categories", "Kategorien", "Catégories", "Categorías", "Categorie", "Categorias"),
    "Tea": ("Notes", "Notizen", "Notes", "Notas", "Notes", "Anotações"),
}
LANGUAGES = ("English", "German", "French", "Spanish", "Italian", "Portuguese")


def cells_of(layout: str) -> list[str]:
    return [cell.strip() for cell in layout.replace("\n", "").split(",")]


def written(header: list[str], values: dict[str, str]) -> bytes:
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(header)
    row = [""] * len(header)
    for title, value in values.items():
        row[header.index(title)] = value
    lines.writerow(row)
    return out.getvalue().encode()


@pytest.mark.parametrize("language", LAYOUTS)
def test_every_header_of_outlook_is_known(language: str) -> None:
    header = cells_of(LAYOUTS[language])
    assert [cell for cell in header if field_of(cell) is None] == []


@pytest.mark.parametrize("language", LAYOUTS)
def test_outlook_is_recognised(language: str) -> None:
    found = contact_tables.describe(written(cells_of(LAYOUTS[language]), {}))
    assert found is not None
    assert found.kind is Kind.OUTLOOK


@pytest.mark.parametrize("language", LANGUAGES)
def test_outlook_says_the_same_in_every_language(language: str) -> None:
    place = LANGUAGES.index(language)
    values = {titles[place]: value for value, titles in SAME.items()}
    (ann,) = contact_tables.read(written(cells_of(LAYOUTS[language]), values))
    assert isinstance(ann, ReadPerson)
    assert (ann.name, ann.organisation, ann.note, ann.tags) == (
        *("Ann Lee", "Quill", "Tea"),
        ("Press",),
    )
    assert str(ann.birthday) == "1980-05-02"
    assert set(ann.points) == {
        ReadPoint(PointKind.ADDRESS, "1 Ink Rd, LS1 Leeds, Yorkshire, UK", "work"),
        ReadPoint(PointKind.PHONE, "+44 1", "work"),
        ReadPoint(PointKind.PHONE, "+44 2", "home"),
        ReadPoint(PointKind.PHONE, "+44 3", "mobile"),
        ReadPoint(PointKind.EMAIL, "ann@lee.example"),
    }


@pytest.mark.parametrize(
    ("header", "state"),
    [
        ("Ort geschäftlich,Land geschäftlich,Postleitzahl geschäftlich,Region geschäftlich", 1),
        ("Ort geschäftlich,Region geschäftlich,Postleitzahl geschäftlich,Land geschäftlich", 1),
        ("Ort geschäftlich,Postleitzahl geschäftlich,Land geschäftlich,Region geschäftlich", 2),
    ],
    ids=["Land is the state", "Region is the state", "beside each other"],
)
def test_german_land_may_be_the_state_and_region_the_country(header: str, state: int) -> None:
    fields = [field.what for field in by_headers(header.split(",")).columns]
    assert fields[state] is What.REGION
    assert fields[3] is What.COUNTRY


def test_outlook_older_header_with_country_and_one_po_box() -> None:
    fields = by_headers(["Business Country", "Home Country", "PO Box", "E-mail"]).columns
    assert [field.what for field in fields] == [
        *(What.COUNTRY, What.COUNTRY, What.PO_BOX, What.EMAIL),
    ]


def test_words_that_change_their_meaning_between_spanish_and_portuguese() -> None:
    spanish = by_headers(["Nombre", "Cumpleaños", "Aniversario", "Particular"]).columns
    brazilian = by_headers(["Nome", "Sobrenome", "Aniversário", "Particular"]).columns
    assert [field.what for field in spanish[1:]] == [What.BIRTHDAY, What.DATE, What.PHONE]
    assert [field.what for field in brazilian[2:]] == [What.BIRTHDAY, What.IGNORE]


def test_the_second_titre_of_french_outlook_is_the_position() -> None:
    fields = by_headers(["Titre", "Prénom", "Nom", "Titre"]).columns
    assert [field.what for field in fields] == [
        *(What.PREFIX, What.GIVEN, What.FAMILY, What.ROLE),
    ]
