using System.Text;

namespace MessageLB.InMemory;

/// <summary>AMQP's limit on names and routing keys, kept here too so that what runs embedded runs on a real broker.</summary>
internal static class ShortText
{
    private const int MaxBytes = 255;

    public static void ThrowIfTooLong(string text, string parameter)
    {
        // No character takes more than three bytes of UTF-8, so most texts need not be measured.
        if (text.Length * 3 > MaxBytes && Encoding.UTF8.GetByteCount(text) > MaxBytes)
            throw new ArgumentException($"'{text[..20]}…' has more than {MaxBytes} bytes of UTF-8.", parameter);
    }
}
