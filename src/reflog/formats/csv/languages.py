"""The columns of Outlook and Thunderbird in languages other than English.

Each line is an English column followed by its name in German, French, Spanish, Italian, Dutch
and Portuguese, as those programs write it and as people head their own lists.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reflog.domain.names.folding import fold

_CALLED = """
first name: Vorname; Prénom; Nombre de pila; Voornaam; Primeiro nome; Nome próprio; Nome proprio
last name: Nachname; Familienname; Zuname; Nom de famille; Apellidos; Apellido; Primer apellido;
  Cognome; Achternaam; Sobrenome; Último nome; Nome de família
middle name: Weitere Vornamen; Zweiter Vorname; Deuxième prénom; Segundo nombre; Secondo nome;
  Middelste naam; Tweede voornaam; Tussenvoegsel; Voorvoegsel; Nome do meio
name: Nom complet; Vollständiger Name; Nombre completo; Nome completo; Naam; Volledige naam
display name: Anzeigename; Nom à afficher; Nom affiché; Nombre para mostrar; Nombre en pantalla;
  Nome visualizzato; Nome da visualizzare; Weergavenaam; Schermnaam; Mostrar nome; Nome a mostrar;
  Nome de exibição
nickname: Spitzname; Surnom; Alias; Apodo; Soprannome; Bijnaam; Alcunha
title: Anrede; Titel; Titre; Tratamiento; Título; Titolo; Aanhef
suffix: Namenssuffix; Suffixe; Sufijo; Suffisso; Achtervoegsel; Sufixo
company: Firma; Unternehmen; Société; Entreprise; Organización; Empresa; Compañía; Società;
  Azienda; Ditta; Bedrijf; Organisatie; Companhia; Firmenname
organization: Organisation; Organizzazione; Organização; Organização/Empresa
department: Abteilung; Service; Département; Departamento; Reparto; Ufficio; Afdeling
job title: Position; Arbeitstitel; Stellenbezeichnung; Dienstbezeichnung; Fonction;
  Titre professionnel; Puesto; Cargo; Puesto de trabajo; Qualifica; Posizione; Mansione; Functie;
  Titulo do cargo; Título profissional
profession: Beruf; Métier; Profesión; Professione; Beroep; Profissão
business street: Straße geschäftlich; Strasse geschäftlich; Rue (bureau); Calle del trabajo;
  Via (uff.); Indirizzo di lavoro; Via ufficio; Werkadres, straat; Straat (werk); Rua comercial;
  Rua do emprego; Rua (emprego)
business city: Ort geschäftlich; Ville (bureau); Ciudad de trabajo; Ciudad del trabajo;
  Città (uff.); Città di lavoro; Città ufficio; Werkadres, plaats; Plaats (werk);
  Cidade comercial; Cidade do emprego; Cidade (emprego)
business state: Bundesland/Kanton geschäftlich; Region geschäftlich; Dép/Région (bureau);
  Provincia o estado de trabajo; Provincia (uff.); Provincia di lavoro; Werkadres, provincie;
  Provincie (werk); Estado comercial; Distrito do emprego
business postal code: Postleitzahl geschäftlich; Code postal (bureau); Código postal del trabajo;
  CAP (uff.); CAP di lavoro; Werkadres, postcode; Postcode (werk); Código postal comercial;
  CEP comercial; Código postal do emprego
business country/region: Land/Region geschäftlich; Land geschäftlich; Pays/Région (bureau);
  Pays (bureau); País o región del trabajo; Paese (uff.); Nazione/Regione di lavoro;
  Paese/area geografica (uff.); Werkadres, land; Land/regio (werk); Região/País comercial;
  País/Região comercial; País do emprego
home street: Straße privat; Strasse privat; Rue (domicile); Calle del domicilio;
  Via (ab.); Indirizzo di casa; Via abitazione; Huisadres, straat; Straat (thuis);
  Rua de casa; Rua residencial; Rua (casa)
home city: Ort privat; Ville (domicile); Ciudad de residencia; Ciudad del domicilio;
  Città (ab.); Città di residenza; Città abitazione; Huisadres, plaats; Plaats (thuis);
  Cidade de casa; Cidade residencial; Cidade (casa); Privat: Ort
home state: Bundesland/Kanton privat; Region privat; Dép/Région (domicile);
  Provincia o estado de residencia; Provincia (ab.); Provincia di residenza; Huisadres, provincie;
  Provincie (thuis); Estado de casa; Estado residencial; Privat: Bundesland
home postal code: Postleitzahl privat; Code postal (domicile); Código postal del domicilio;
  Código postal de residencia; CAP (ab.); CAP di casa; Huisadres, postcode; Postcode (thuis);
  Código postal de casa; CEP residencial; Privat: PLZ; CAP di residenza; CEP de casa
home country/region: Land/Region privat; Land privat; Pays/Région (domicile); Pays (domicile);
  País o región del domicilio; Paese (ab.); Nazione/Regione di casa; Huisadres, land;
  Land/regio (thuis); Região/País de casa; País/Região residencial; Privat: Land
other city: Weiterer Ort; Ville (autre); Otra ciudad; Altra città; Andere plaats; Outra cidade
other street: Weitere Straße; Rue (autre); Otra calle; Altra via; Andere straat; Outra rua
business fax: Fax geschäftlich; Télécopie (bureau); Fax del trabajo; Fax (uff.); Fax di lavoro;
  Fax op werk; Fax (werk); Fax comercial; Fax do emprego
home fax: Fax privat; Télécopie (domicile); Fax particular; Fax (ab.); Fax di casa; Fax thuis;
  Fax (thuis); Fax de casa; Fax residencial
fax number: Fax-Nummer; Faxnummer; Número de fax; Numero fax; Número do fax
other fax: Weiteres Fax; Télécopie (autre); Otro fax; Altro fax; Andere fax; Outro fax
pager: Récepteur de radiomessagerie; Buscapersonas; Localizador; Cercapersone; Semafoon;
  Pager-Nummer
business phone: Telefon geschäftlich; Téléphone (bureau); Teléfono del trabajo; Telefono (uff.);
  Telefono di lavoro; Ufficio 1; Telefoon op werk; Telefoon (werk); Telefone comercial;
  Fone comercial; Telefone do emprego; Telefone (emprego)
business phone 2: Telefon geschäftlich 2; Téléphone 2 (bureau); Teléfono del trabajo 2;
  Telefono (uff.) 2; Telefono di lavoro 2; Telefoon op werk 2; Telefone comercial 2;
  Fone comercial 2; Telefone do emprego 2
home phone: Telefon privat; Telefon (privat); Téléphone (domicile); Particular;
  Teléfono particular; Teléfono de casa; Telefono (ab.); Telefono di casa; Abitazione;
  Telefoon thuis; Telefoon (thuis); Telefone residencial; Fone de casa; Telefone de casa;
  Telefone (casa); Tel. privat; Tél. personnel
home phone 2: Telefon privat 2; Téléphone 2 (domicile); Teléfono particular 2; Telefono (ab.) 2;
  Telefono di casa 2; Telefoon thuis 2; Telefone residencial 2; Fone de casa 2; Telefone de casa 2
mobile phone: Mobiltelefon; Handy; Natel; Tél. mobile; Téléphone mobile; Téléphone portable;
  Teléfono móvil; Móvil; Telefono cellulare; Cellulare; Telefono mobile; Mobiele telefoon;
  Mobiel; Telemóvel; Telefone celular; Celular
mobile number: Mobil-Tel.-Nr.; Mobilnummer; Portable; Número de móvil; Numero cellulare;
  Mobiel nummer; Número de celular; Número de telemóvel
other phone: Weiteres Telefon; Téléphone (autre); Otro teléfono; Altro telefono; Andere telefoon;
  Outro telefone; Outro fone
primary phone: Haupttelefon; Téléphone principal; Teléfono principal; Telefono principale;
  Hoofdtelefoon; Telefone principal; Fone primário
company main phone: Telefon Firma; Téléphone société; Teléfono de la organización;
  Telefono principale società; Hoofdtelefoon bedrijf; Telefone principal da empresa
car phone: Autotelefon; Téléphone (voiture); Teléfono del automóvil; Telefono auto; Autotelefoon;
  Telefone do carro; Fone do carro
phone: Telefon; Telefonnummer; Tel.; Téléphone; Tél.; Teléfono; Telefono; Telefoon;
  Telefoonnummer; Telefone; Rufnummer
work phone: Tel. dienstlich; Tél. professionnel; Teléfono (Trabajo); Telefono lavoro;
  Werktelefoon; Telefoon werk; Telefone de trabalho; Fone de trabalho
e-mail address: E-Mail-Adresse; Adresse de messagerie; Adresse e-mail; Adresse mail;
  Dirección de correo electrónico; Indirizzo posta elettronica; Indirizzo di posta elettronica;
  Indirizzo e-mail; E-mailadres; Endereço de e-mail; Endereço de email;
  Endereço de correio electrónico; Endereço de correio eletrónico
e-mail 2 address: E-Mail 2: Adresse; E-Mail-Adresse 2; Adresse de messagerie 2;
  Dirección de correo electrónico 2; Indirizzo posta elettronica 2; Indirizzo e-mail 2;
  Indirizzo di posta elettronica 2; E-mailadres 2; Endereço de e-mail 2; Endereço de email 2;
  Endereço de correio electrónico 2
e-mail 3 address: E-Mail 3: Adresse; E-Mail-Adresse 3; Adresse de messagerie 3;
  Dirección de correo electrónico 3; Dirección del correo electrónico 3; Indirizzo e-mail 3;
  Indirizzo posta elettronica 3; Indirizzo di posta elettronica 3; E-mailadres 3;
  Endereço de e-mail 3; Endereço de email 3; Endereço de correio electrónico 3
email: Mailadresse; Courriel; Correo; Correo electrónico; Posta elettronica; Mailadres
primary email: Primäre E-Mail-Adresse; Primäre E-Mail; Haupt-E-Mail-Adresse;
  Adresse électronique principale; Première adresse électronique; E-mail primario; Correo principal;
  Dirección de correo electrónico principal; Email principale; Indirizzo email primario;
  Primair e-mailadres; Hoofd-e-mailadres; Primair e-mail; E-mail primário; Email principal;
  E-mail principal; Endereço principal de email
secondary email: Sekundäre E-Mail-Adresse; Zweite E-Mail-Adresse; Weitere E-Mail-Adresse;
  Adresse électronique secondaire; Seconde adresse électronique; Correo secundario;
  Dirección de correo electrónico secundaria; Email secondaria; Indirizzo email secondario;
  Secundair e-mailadres; Extra e-mailadres; E-mail secundário; Email secundário; E-mail secundario
home address: Privat: Adresse; Adresse privée; Dirección personal; Indirizzo privato; Thuisadres;
  Endereço de casa; Privéadres
work address: Dienstlich: Adresse; Adresse professionnelle; Dirección de trabajo;
  Werkadres; Endereço de trabalho
work city: Dienstlich: Ort; Ciudad (Trabajo); Werkplaats; Cidade de trabalho
work zipcode: Dienstlich: PLZ; Código postal (Trabajo); CEP de trabalho
work country: Dienstlich: Land; País (Trabajo); Nazione di lavoro; País de trabalho
connected on: Verbunden am; Vernetzt am; Connecté le; Connexion le; Conectado el; Fecha de conexión;
  Collegato il; Data collegamento; Verbonden op; Conectado em; Data da conexão
web page: Webseite; Internetseite; Page Web; Site Web; Página web; Pagina Web; Webpagina;
  Página da Web; Sito web
web page 1: Webseite 1; Site Web 1; Página web 1; Pagina web 1; Webpagina 1
birthday: Geburtstag; Geburtsdatum; Anniversaire; Date de naissance; Cumpleaños;
  Fecha de nacimiento; Compleanno; Data di nascita; Verjaardag; Geboortedatum; Aniversário;
  Data de nascimento
birth year: Geburtsjahr; Année de naissance; Año de nacimiento; Anno di nascita; Geboortejaar;
  Ano de nascimento
birth month: Geburtsmonat; Mois de naissance; Mes de nacimiento; Mese di nascita; Geboortemaand;
  Mês de nascimento
birth day: Jour de naissance; Día de nacimiento; Giorno di nascita; Geboortedag; Dia de nascimento
spouse: Partner; Ehepartner; Conjoint(e); Conjoint; Cónyuge; Coniuge; Cônjuge
city: Ort; Stadt; Wohnort; Ville; Ciudad; Città; Plaats; Woonplaats; Cidade; Localidade; Localidad
street: Straße; Strasse; Adresse; Rue; Calle; Dirección; Indirizzo; Straat; Rua; Endereço; Morada
postal code: PLZ; Postleitzahl; Code postal; Código postal; CAP; Postcode; CEP
country: Land; Pays; País; Paese; Nazione
categories: Kategorien; Kategorie; Catégories; Catégorie; Categorías; Categoría; Categorie;
  Categorieën; Categorias; Categoria; Gruppen; Gruppe; Groupes; Grupos; Gruppi; Groepen;
  Stichwörter; Etiquetas
notes: Notizen; Notiz; Bemerkungen; Bemerkung; Notas; Note; Notities; Opmerkingen; Remarques;
  Observaciones; Observações; Anmerkungen; Anotações;
  Anotaciones; Annotazioni; Aantekeningen
referred by: Empfohlen von; Recommandé par; Référé par; Referido por; Recomendado por;
  Segnalato da; Raccomandato da; Presentato da; Aanbevolen door; Verwezen door;
  Doorverwezen door; Referenciado por; Indicado por; Vermittelt von; Empfohlen durch;
  Empfehlung von; Vermittelt durch; Geworben von; Geworben durch; Vorgestellt von; Parrainé par;
  Présenté par; Apporté par; Recommandation de; Presentado por; Recomendación de; Consigliato da;
  Aangebracht door; Voorgesteld door; Apresentado por; Indicação de
full name: Vor- und Nachname; Vorname und Nachname; Nom et prénom; Prénom et nom;
  Nombre y apellidos; Nombre y apellido; Apellidos y nombre; Nome e cognome; Cognome e nome;
  Voor- en achternaam; Nome e sobrenome; Nome e apelido
company name: Unternehmensname; Name der Firma; Raison sociale; Nom de l'entreprise;
  Nom de la société; Razón social; Nombre de la empresa; Ragione sociale; Nome azienda;
  Nome dell'azienda; Bedrijfsnaam; Naam bedrijf; Razão social; Nome da empresa
occupation: Funktion; Tätigkeit; Berufsbezeichnung; Poste; Intitulé du poste; Activité; Ocupación;
  Occupazione; Incarico; Attività; Functietitel; Função; Ocupação
role: Rolle; Rôle; Rol; Ruolo; Papel
home email: E-Mail privat; E-Mail (privat); E-mail personnel; E-mail privé; Correo personal;
  E-mail personale; Email personale; E-mail privé; E-mail thuis; E-mail pessoal; Email pessoal
work email: E-Mail geschäftlich; E-Mail (geschäftlich); E-Mail dienstlich; E-Mail beruflich;
  E-mail professionnel; Correo de trabajo; Correo profesional; E-mail di lavoro; E-mail lavoro;
  E-mail werk; E-mail zakelijk; E-mail profissional; E-mail de trabalho
mail: E-Post; Adresse électronique; Mél; Correo-e; Correos; Indirizzo email; Indirizzo mail;
  Correio eletrónico; Correio eletrônico; Correio electrónico; Endereço eletrônico
mobile: Mobil; Mobilfunk; Telefon mobil; Handynummer; Mobilnr.; Tél. portable; GSM; Cell.;
  Nº de móvil; Numero di cellulare; Mobiele nummer; Número de telemóvel
telephone: Festnetz; Telefon 1; Telefon 2; Rufnummern; Téléphone fixe; Fixe; Numéro de téléphone;
  N° de téléphone; Número de teléfono; Nº de teléfono; Numero di telefono; Vaste telefoon;
  Número de telefone; Telefon geschäftl.; Tel. geschäftlich; Tel. Büro; Telefon Büro; Tel. bureau;
  Tel. ufficio; Tel. casa; Tel. werk
town: Gemeinde; Commune; Localité; Población; Municipio; Comune; Località; Gemeente; Stad; Município
comments: Kommentar; Kommentare; Hinweise; Commentaire; Commentaires; Remarque; Comentario;
  Comentarios; Observación; Commento; Commenti; Osservazioni; Appunti; Opmerking; Commentaar;
  Comentário; Comentários; Observação; Nota
tags: Schlagwörter; Schlagworte; Étiquettes; Libellés; Etichette; Trefwoorden; Marcadores
street address: Straße und Hausnummer; Straße/Nr.; Straße, Nr.; Straße Nr.; Anschrift; Adres;
  Adresse postale; Domicilio
zip: Postleitzahl/PLZ; C.P.; Cód. postal; C.A.P.
region: Bundesland; Kanton; Région; Canton; Provincia; Regione; Provincie; Distrito
birthdate: Geb.-Datum; Geb.datum; Geb.; Fecha de cumpleaños; Né le; Nato il; Nata il
website: Internet; Homepage; Site internet; Sitio web; Sito; Sito internet; Webadres; Website-URL;
  Página
fax: Telefax; Télécopie; Télécopieur
"""


@lru_cache(1)
def _english() -> dict[str, str]:
    """Return the English column of each folded one."""
    found: dict[str, str] = {}
    for line in re.sub(r"\n  ", " ", _CALLED).strip().splitlines():
        column, _, called = line.partition(": ")
        for other in called.split(";"):
            found.setdefault(fold(other), column)
    return found


def english(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return folded column names in English; those that aren't known stay as they are."""
    known = _english()
    found = tuple(known.get(column, column) for column in columns)
    return tuple(
        _either(column, english, frozenset(found))
        for column, english in zip(columns, found, strict=True)
    )


def _either(column: str, called: str, others: frozenset[str]) -> str:
    if column in {"nombre", "nome"}:
        has_last = others & {"last name", "apelido"}
        return "first name" if has_last else "name"
    if column in {"nom", "name"}:
        is_last = "first name" in others and "last name" not in others
        return "last name" if is_last else "name"
    if column == "apelido":
        return "nickname" if "last name" in others else "last name"
    return called
