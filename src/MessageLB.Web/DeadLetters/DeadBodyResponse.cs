using MessageLB.Core.DeadLetters;

namespace MessageLB.Web.DeadLetters;

/// <summary>A body for people.</summary>
/// <param name="Form"><c>text</c>, <c>json</c> or <c>hex</c>.</param>
/// <param name="Bytes">Bytes of it that are shown.</param>
/// <param name="Text">The body, or its beginning.</param>
public sealed record DeadBodyResponse(string Form, int Bytes, string Text)
{
    /// <summary>Writes a body.</summary>
    public static DeadBodyResponse From(BodyText body) => new(Word(body.Form), body.Bytes, body.Text);

    /// <summary>The word for a form.</summary>
    public static string Word(BodyForm form) => form switch
    {
        BodyForm.Json => "json",
        BodyForm.Hex => "hex",
        BodyForm.Text => "text",
        _ => "auto",
    };
}
