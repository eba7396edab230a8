"""What a mail program calls its folders and labels, in the languages Gmail speaks most."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


SENT = _words(
    "sent|sent mail|sent items|sent messages|sent-mail|outbox|gesendet|gesendete elemente|"
    "gesendete objekte|gesendete nachrichten|envoyés|messages envoyés|éléments envoyés|envoyé|"
    "enviado|enviados|elementos enviados|mensajes enviados|correo enviado|itens enviados|"
    "e-mails enviados|mensagens enviadas|inviata|inviati|posta inviata|elementi inviati|"
    "posta inviati|verzonden|verzonden items|verzonden berichten|skickat|skickade|sendt|"
    "sendte elementer|sendt post|lähetetyt|lähetetty|wysłane|elementy wysłane|odeslané|"
    "odeslaná pošta|odoslané|elküldött|elküldött elemek|trimise|изпратени|отправленные|надіслані|"
    "отправлено|poslano|απεσταλμένα|gönderilmiş postalar|gönderilenler|gönderilmiş öğeler|"
    "enviats|saadetud|išsiųsti|nosūtītie|送信済み|送信済みメール|送信済みアイテム|已发送|已发邮件|"
    "已发送邮件|寄件備份|已傳送郵件|已寄出|보낸편지함|보낸 편지함|보낸메일함|terkirim|đã gửi|"
    "thư đã gửi|ส่งแล้ว|จดหมายที่ส่งแล้ว|नवीनतम भेजे गए|भेजे गए|נשלח|דואר יוצא|البريد المرسل|المرسل"
)
SPAM = _words(
    "spam|junk|junk e-mail|junk email|bulk mail|spamverdacht|unerwünscht|werbung|pourriel|"
    "courrier indésirable|indésirables|correo no deseado|no deseado|lixo eletrônico|"
    "posta indesiderata|ongewenst|ongewenste e-mail|skräppost|søppelpost|roskaposti|"
    "wiadomości-śmieci|"
    "нежелательная почта|спам|迷惑メール|垃圾邮件|垃圾郵件|스팸|스팸함|spam mail"
)
DRAFTS = _words(
    "draft|drafts|entwürfe|entwurf|brouillons|brouillon|borradores|borrador|rascunhos|rascunho|"
    "bozze|bozza|concepten|concept|utkast|kladder|kladde|luonnokset|wersje robocze|szkice|"
    "koncepty|"
    "rozepsané|piszkozatok|черновики|чернетки|πρόχειρα|taslaklar|下書き|草稿|임시보관함|בטיוטה|טיוטות|"
    "المسودات"
)
_NUMBER = re.compile(r"[-_ ]\d{1,4}$")
_GMAIL = re.compile(r"^\[(?:gmail|google mail)\][./]")


def folded_label(text: str) -> str:
    """A label or folder name as it compares."""
    return _GMAIL.sub("", " ".join(text.strip().strip('"').casefold().split()))


def label_of_folder(name: str) -> str:
    """The label a file or folder name stands for: `INBOX.Sent-1.mbox` is "sent"."""
    for ending in (".mbox", ".mbx", ".sbd"):
        name = name.removesuffix(ending)
    whole = folded_label(name.lstrip("."))
    last = re.split(r"[./]", whole)[-1]
    return _NUMBER.sub("", last)
