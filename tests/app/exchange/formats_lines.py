"""Every known quirk of the files Kith reads, with the tests that hold it, by kind of file.

A line is a quirk in a few words, and the names of its tests as `file::test`, where the file is
that of a test without `test_` and `.py`. `test_formats_lines.py` sees that all of them exist.
"""

from __future__ import annotations

LINKEDIN = {
    "the header stands below a preamble": [
        "contact_tables::linkedin_header_is_found_below_every_preamble"
    ],
    "the header as it is now": [
        "contact_tables::linkedin_header_is_found_below_every_preamble",
        "transfer_tables::every_row_of_a_linkedin_file_is_accounted_for",
    ],
    "the older header without URL": ["contact_tables::linkedin_older_header_without_url"],
    "preambles of many shapes, with a mark, with any line ends": [
        "contact_tables::linkedin_header_is_found_below_every_preamble"
    ],
    "the header is looked for in a window, never at a fixed line": [
        "contact_tables::linkedin_header_is_found_below_every_preamble"
    ],
    "Connected On with an English month": [
        "contact_tables::linkedin_header_is_found_below_every_preamble",
        "contact_tables_shapes::dates_that_say_what_they_mean",
    ],
    "most e-mail cells are empty": ["contact_tables::linkedin_empty_mail_cells_are_no_trouble"],
    "rows without a name and blank rows are counted": [
        "contact_tables::linkedin_rows_without_a_name_and_padding_rows_are_counted"
    ],
    "the company is the one of today only": [
        "contact_tables::linkedin_key_stays_when_the_job_changes",
        "transfer_tables::a_changed_row_brings_what_is_new_and_keeps_what_was_written",
    ],
    "the layout of the archive, and its messages": [
        "transfer_tables::a_linkedin_archive_is_read_where_it_lies",
        "transfer_messages::connections_and_messages_of_one_archive_meet",
        "linkedin_messages::messages_become_conversations_parted_by_gaps",
    ],
    "formulas and scripts in cells": [
        "contact_tables::formulas_are_kept_as_the_text_they_are",
        "contact_tables::a_script_in_place_of_an_address_is_not_kept_as_a_link",
    ],
}

GOOGLE = {
    "the new layout with repeated groups": [
        "contact_tables::google_new_layout_with_all_its_groups",
        "contact_tables::google_events_are_days_and_relations_are_ties_under_their_own_labels",
    ],
    "the old layout, with and without Language and Photo": [
        "contact_tables::google_old_layout_in_utf_16_without_language_and_photo"
    ],
    "columns go by header, never by place": [
        "contact_tables::google_columns_go_by_header_and_not_by_place"
    ],
    "several values in a cell, and stars": [
        "contact_tables::google_cells_with_several_values",
        "contact_tables::google_star_marks_system_groups_and_primary_types",
    ],
    "the type of a value stands in its row": [
        "contact_tables::google_kind_of_a_value_is_in_its_row"
    ],
    "UTF-8 with and without a mark, UTF-16": [
        "contact_tables_shapes::unicode_with_and_without_a_mark",
        "contact_tables::google_old_layout_in_utf_16_without_language_and_photo",
    ],
}

OUTLOOK = {
    "the classic layout of 92 columns": ["contact_tables::outlook_classic_layout_of_92_columns"],
    "the older variant with Business Country": [
        "contact_tables_languages::outlook_older_header_with_country_and_one_po_box"
    ],
    "the layout of the People page": ["contact_tables_languages::outlook_is_recognised"],
    "the older layout of live.com": ["contact_tables_languages::outlook_is_recognised"],
    "Thunderbird: a trailing comma and a split birthday": [
        "contact_tables::thunderbird_trailing_comma_and_split_birthday"
    ],
    "localised headers, and the rest by hand": [
        "contact_tables_languages::every_header_of_outlook_is_known",
        "contact_tables_languages::outlook_says_the_same_in_every_language",
        "contact_tables_languages::german_land_may_be_the_state_and_region_the_country",
        "contact_tables::a_mapping_of_the_user_decides",
        "shell_import_tables::a_column_that_is_explained_is_read_again_and_remembered",
    ],
    "empty dates, and categories joined with a semicolon": [
        "contact_tables::outlook_empty_dates_categories_and_newlines_in_notes",
        "contact_tables_shapes::empty_dates",
    ],
    "newlines in notes, and dates of the machine that wrote them": [
        "contact_tables::outlook_empty_dates_categories_and_newlines_in_notes",
        "contact_tables::outlook_dates_follow_the_machine_that_wrote_them",
        "contact_tables_shapes::newlines_inside_quotation_marks_stay_and_lines_are_counted_right",
    ],
}

VCARD = {
    "2.1: quoted-printable with charset, soft breaks inside folding, bare types": [
        "vcard::quoted_printable_with_charset_and_soft_breaks_inside_folding",
        "vcard::bare_types_of_2_1",
    ],
    "2.1: quoted-printable without charset in a legacy code page": [
        "vcard::legacy_letters_without_charset_follow_the_country_the_card_names_and_say_so",
        "vcard::legacy_letters_without_any_hint_are_western_and_say_so",
    ],
    "quoted-printable without ENCODING, a late version in small letters": [
        "vcard::quoted_printable_without_encoding_and_a_late_small_version"
    ],
    "UTF-16 big-endian without a mark": ["vcard::utf16_big_endian_without_a_mark"],
    "Google: item labels, X-ABDATE, phonetics, packed addresses, an escaped colon": [
        "vcard::google_item_labels_phonetics_packed_address_and_escaped_colon"
    ],
    "Google: cards without FN, empty labels": [
        "vcard::google_cards_without_fn_take_n_and_never_a_name_from_the_address"
    ],
    "Apple: birthdays without a year in three forms": [
        "vcard::apple_birthdays_without_a_year_get_none"
    ],
    "Apple: X-ABADR, photos, companies, handles": ["vcard::apple_company_country_photo_and_handle"],
    "Apple: several cards with a PRODID each, even a doubled one": [
        "vcard::several_cards_with_a_prodid_each_even_a_doubled_one"
    ],
    "a semicolon after the birthday, repeated FN and N": [
        "vcard::repeated_names_and_a_trailing_semicolon_on_the_birthday"
    ],
    "Outlook 2.1: empty photo, design, anniversary, LABEL, a comma in the company": [
        "vcard::outlook_empty_photo_design_anniversary_label_and_a_comma_in_the_company"
    ],
    "Outlook 2003: the backslash stays, one card in a file": [
        "vcard::outlook_2003_backslash_before_a_comma_and_more_than_one_card"
    ],
    "one day written in several lines counts once": [
        "vcard::the_same_anniversary_written_three_ways_counts_once"
    ],
    "3.0: what it requires and forbids": [
        "vcard::cards_without_what_3_0_requires_and_with_what_it_forbids"
    ],
    "4.0: UTF-8 only, dates, ALTID, what was removed": [
        "vcard::version_4_names_dates_uris_and_label_parameters",
        "vcard::version_4_is_utf8_whatever_it_claims",
        "vcard::a_birthday_in_words_is_left_out_and_said",
        "vcard::a_card_inside_a_card_is_not_a_person_of_its_own",
    ],
    "compact dates": ["vcard::dates_are_read_as_exactly_as_they_are_given"],
    "photos as data or by address are never fetched": [
        "vcard::photos_are_never_fetched_and_scripts_are_no_links"
    ],
    "lenient, the raw card kept, no year made up, a report for each card": [
        "vcard::a_broken_card_never_stops_the_others",
        "vcard::an_empty_card_is_reported_with_its_place",
        "vcard::the_raw_card_is_kept",
        "transfer_people::every_imported_card_keeps_its_raw_card",
    ],
}

MONICA = {
    "the structure of the JSON, and how both exports are known": [
        "monica::the_exports_are_known_by_what_stands_in_them"
    ],
    "collections are found by type, empty ones are left out": [
        "monica::collections_are_found_by_type_and_empty_ones_are_left_out"
    ],
    "a contact with all its properties; null ones are left out": [
        "monica::a_contact_arrives_with_its_facts",
        "monica::null_and_missing_values_stay_unknown",
        "monica::birthdays_by_age_and_without_a_year_say_no_more_than_is_known",
    ],
    "types of contact fields are looked up; activities are linked": [
        "monica::contact_field_types_are_looked_up",
        "monica::an_activity_is_shared_by_everyone_linked_to_it",
    ],
    "calls, conversations, tasks, relationships, photos and documents": [
        "monica::who_called_is_who_opened",
        "monica::a_conversation_says_who_opened_it_and_that_both_wrote",
        "monica::tasks_are_promises_of_mine_without_a_due_date",
        "monica::photos_documents_and_avatars_come_from_the_data_url",
    ],
    "what is lost in the JSON and stands in the SQL": [
        "monica::first_met_where_and_additional_info_are_only_in_the_sql",
        "monica::debts_are_promises_and_their_reason_is_only_in_the_sql",
        "monica::the_favourite_mark_of_a_note_is_only_in_the_sql",
    ],
    "relatives without a page become relations": [
        "monica::relatives_without_a_page_become_relations_and_no_people"
    ],
    "the SQL: slashes, bare NULL, numbers without quotes, no moment of a conversation": [
        "monica::strings_with_slashes_are_read_whatever_piece_they_come_in",
        "monica::null_is_bare_and_the_word_null_is_a_word",
        "monica::numbers_without_quotes_stay_the_text_they_are",
        "monica::when_a_conversation_was_is_only_in_the_json",
    ],
    "the secrets of users are never kept nor told": [
        "monica::secrets_of_the_users_table_are_never_kept_nor_told"
    ],
}

WHATSAPP = {
    "lines of Android and of iPhones": ["chat::every_form_of_line"],
    "lines of other countries": ["chat::every_form_of_line"],
    "unseen marks and odd spaces": ["chat::every_form_of_line"],
    "small letters, other digits, halves of the day in other scripts, no space after the colon": [
        "chat::every_form_of_line"
    ],
    "the order of day and month is decided over the file, else asked": [
        "chat::the_order_of_a_date_is_decided_over_the_whole_file",
        "chat::what_nobody_can_tell_is_asked",
        "transfer_chat::the_order_of_dates_is_asked_when_the_file_does_not_tell",
        "shell_import::a_chat_asks_how_it_writes_its_dates",
    ],
    "notices without a name, messages of several lines": [
        "chat::lines_without_a_name_are_notices",
        "chat::later_lines_belong_to_the_message_even_with_a_date_of_their_own",
    ],
    "marks of media": ["chat::marks_of_pictures_and_files_count_as_messages"],
    "the archives of both kinds of phones": [
        "transfer_chat::a_chat_is_read_out_of_an_archive_and_nothing_is_unpacked",
        "chat::the_name_of_the_file_says_who_the_other_is",
    ],
}

GMAIL = {
    "the separator with the offset before the year": [
        "mailbox_files::separators_of_takeout_thunderbird_and_apple_mail",
        "mailbox_files::the_offset_before_the_year_is_read_from_a_separator",
    ],
    "the Date header first, and failing loudly": [
        "mailbox_headers::a_date_is_read_whole_or_not_at_all",
        "mailbox_headers::a_date_that_cannot_be_read_fails_loudly_into_a_remark",
    ],
    "threads and labels, localised and encoded as a whole": [
        "mailbox_conversations::a_thread_of_gmail_needs_no_references",
        "mailbox_headers::sent_mail_is_known_by_its_label_in_any_language",
        "mailbox_headers::a_label_encoded_as_a_whole_is_decoded_before_it_is_split",
    ],
    "paths inside the archive, Google Groups, translated names": [
        "mailbox_files::an_archive_of_takeout_is_read_where_it_is",
        "mailbox_files::topics_of_google_groups_are_a_list",
        "mailbox_headers::a_folder_of_sent_mail_is_known_by_its_name",
    ],
    "From lines inside a letter": [
        "mailbox_files::unescaped_from_lines_in_a_letter_begin_no_mail",
        "mailbox_files::a_takeout_file_is_split_at_takeout_separators_alone",
    ],
    "hundreds of megabytes: streamed, headers only": [
        "transfer_mail::an_archive_is_read_in_little_memory",
        "transfer_mail::a_mail_file_may_be_larger_than_other_files",
    ],
}

ICALENDAR = {
    "folding at 75 octets may split a letter": [
        "icalendar::folding_may_use_tabs_and_split_a_letter"
    ],
    "changed occurrences, and all later ones": [
        "icalendar::a_changed_occurrence_replaces_the_original_under_its_original_day",
        "icalendar::this_and_future_shifts_all_later_occurrences",
    ],
    "UNTIL is inclusive; endless rules only inside the window": [
        "icalendar::until_is_inclusive_in_whatever_form_it_is_written",
        "icalendar::an_endless_rule_is_spread_only_inside_the_window",
        "icalendar::rules_without_end_are_bounded_and_say_so",
        "icalendar::very_many_series_are_bounded_over_the_whole_file_and_say_so",
    ],
    "the end is exclusive, also of whole days": [
        "icalendar::the_end_of_whole_days_is_the_day_after",
        "transfer_events::several_days_are_said_in_the_note",
    ],
    "PARTSTAT, and values nobody knows": ["icalendar::only_a_plain_no_counts_as_declined"],
    "published calendars name nobody: names in the title": [
        "icalendar::a_published_calendar_has_a_title_and_no_people",
        "transfer_events::without_attendees_the_full_names_in_the_title_count",
    ],
    "the organiser may be the user; addresses in any form; rooms": [
        "icalendar::addresses_in_any_form_rooms_and_the_organiser_once",
        "transfer_events::the_organiser_may_be_the_user_or_the_other_one",
        "transfer_events::whose_addresses_are_the_users_is_asked_once",
    ],
    "Windows zones, sentences, and names nobody knows": [
        "icalendar::windows_zones_sentences_and_names_nobody_knows"
    ],
    "Windows ids": ["icalendar::windows_zones_sentences_and_names_nobody_knows"],
    "a zone block wins over its name": [
        "icalendar::a_block_named_gmt_that_keeps_summer_time_wins_over_its_name",
        "icalendar::two_files_may_mean_two_zones_by_one_name",
    ],
    "vCalendar 1.0": ["icalendar::the_older_vcalendar_with_its_rules_people_and_encoding"],
    "RDATE as a period, parameters on a rule": [
        "icalendar::periods_as_extra_dates_and_parameters_on_a_rule"
    ],
    "a changed event is followed, not doubled": [
        "transfer_events::a_moved_event_moves_what_it_became",
        "transfer_events::one_occurrence_moved_changed_and_called_off_is_followed",
        "icalendar::a_moved_event_and_a_series_at_another_hour_keep_their_keys",
    ],
}

SECTIONS: dict[str, dict[str, list[str]]] = {
    "1. LinkedIn": LINKEDIN,
    "2. Google Contacts": GOOGLE,
    "3. Outlook and Thunderbird": OUTLOOK,
    "4. vCard": VCARD,
    "5. Monica": MONICA,
    "6. WhatsApp": WHATSAPP,
    "7. Gmail through Takeout": GMAIL,
    "8. iCalendar": ICALENDAR,
}
