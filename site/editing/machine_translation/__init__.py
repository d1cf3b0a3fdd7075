"""Machine translation, if the environment names a service: a draft, marked until somebody read it.

wagtail-localize asks the service and keeps with each sentence that a machine wrote it
(`StringTranslation.translation_type`). The mark goes when somebody changes the sentence, or says to
have read it.
"""
