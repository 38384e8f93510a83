"""Tables as Outlook and Thunderbird write them in other languages, of one made-up person."""

from __future__ import annotations

OUTLOOK = (
    *("First Name", "Last Name", "Company", "Job Title", "Business Street", "Business City"),
    *("Business Postal Code", "Home Phone", "Business Phone", "Mobile Phone", "Categories"),
    *("E-mail Address", "E-mail 2 Address", "Birthday", "Notes", "Referred By", "Web Page"),
)
ANN = (
    *("Ann", "Berg", "Acme", "Lawyer", "Main Street 1", "Bern", "3011"),
    *("+1 555 0103", "+1 555 0102", "+1 555 0101", "golf;lawyers", "ann@example.com"),
    *("office@example.com", "31.01.1970", "likes tea", "Fred Moss", "https://ann.example.com"),
)
OUTLOOK_ABROAD = {
    "German": "Vorname,Nachname,Firma,Position,Straße geschäftlich,Ort geschäftlich,"
    "Postleitzahl geschäftlich,Telefon (privat),Telefon geschäftlich,Mobiltelefon,Kategorien,"
    "E-Mail-Adresse,E-Mail 2: Adresse,Geburtstag,Notizen,Empfohlen von,Webseite",
    "French": "Prénom,Nom,Société,Fonction,Rue (bureau),Ville (bureau),Code postal (bureau),"
    "Téléphone (domicile),Téléphone (bureau),Tél. mobile,Catégories,Adresse de messagerie,"
    "Adresse de messagerie 2,Anniversaire,Notes,Recommandé par,Page Web",
    "Spanish": "Nombre,Apellidos,Organización,Puesto,Calle del trabajo,Ciudad de trabajo,"
    "Código postal del trabajo,Particular,Teléfono del trabajo,Teléfono móvil,Categorías,"
    "Dirección de correo electrónico,Dirección de correo electrónico 2,Cumpleaños,Notas,"
    "Referido por,Página web",
    "Italian": "Nome,Cognome,Società,Posizione,Via (uff.),Città (uff.),CAP (uff.),Abitazione,"
    "Telefono (uff.),Cellulare,Categorie,Indirizzo posta elettronica,"
    "Indirizzo posta elettronica 2,Compleanno,Note,Presentato da,Pagina Web",
    "Dutch": "Voornaam,Achternaam,Bedrijf,Functie,Straat (werk),Plaats (werk),Postcode (werk),"
    "Telefoon thuis,Telefoon op werk,Mobiele telefoon,Categorieën,E-mailadres,E-mailadres 2,"
    "Verjaardag,Notities,Aanbevolen door,Webpagina",
    "Portuguese": "Nome,Apelido,Empresa,Cargo,Rua do emprego,Cidade do emprego,"
    "Código postal do emprego,Telefone residencial,Telefone do emprego,Telemóvel,Categorias,"
    "Endereço de correio electrónico,Endereço de correio electrónico 2,Aniversário,Notas,"
    "Referenciado por,Página web",
}
THUNDERBIRD = (
    *("First Name", "Last Name", "Display Name", "Nickname", "Primary Email", "Secondary Email"),
    *("Work Phone", "Home Phone", "Mobile Number", "Home City", "Organization", "Notes"),
)
ZOE = (
    *("Zoë", "Lee", "Zoë Lee", "Zo", "zoe@example.com", "lee@example.com"),
    *("+1 555 0112", "+1 555 0113", "+1 555 0111", "Thun", "Acme", "walks"),
)
THUNDERBIRD_ABROAD = {
    "German": "Vorname,Nachname,Anzeigename,Spitzname,Primäre E-Mail-Adresse,"
    "Sekundäre E-Mail-Adresse,Tel. dienstlich,Tel. privat,Mobil-Tel.-Nr.,Privat: Ort,"
    "Organisation,Notizen",
    "French": "Prénom,Nom de famille,Nom à afficher,Surnom,Adresse électronique principale,"
    "Adresse électronique secondaire,Tél. professionnel,Tél. personnel,Portable,Ville (domicile),"
    "Société,Notes",
    "Spanish": "Nombre,Apellidos,Nombre para mostrar,Apodo,Correo principal,Correo secundario,"
    "Teléfono (Trabajo),Teléfono de casa,Número de móvil,Ciudad de residencia,Organización,Notas",
    "Italian": "Nome,Cognome,Nome visualizzato,Soprannome,Email principale,Email secondaria,"
    "Telefono lavoro,Telefono di casa,Numero cellulare,Città di residenza,Organizzazione,Note",
    "Dutch": "Voornaam,Achternaam,Weergavenaam,Bijnaam,Primair e-mailadres,Secundair e-mailadres,"
    "Telefoon werk,Telefoon thuis,Mobiel nummer,Plaats (thuis),Organisatie,Notities",
    "Portuguese": "Primeiro nome,Último nome,Mostrar nome,Apelido,E-mail primário,"
    "E-mail secundário,Fone de trabalho,Fone de casa,Número de celular,Cidade de casa,"
    "Organização,Notas",
}
