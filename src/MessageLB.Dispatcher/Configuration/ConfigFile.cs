using System.Security.Cryptography;
using System.Text;
using MessageLB.Core.Configuration;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>Reads the text of a configuration file, whatever the path turns out to be.</summary>
internal static class ConfigFile
{
    /// <summary>Largest file in bytes; a configuration of thousands of groups is far smaller.</summary>
    public const int MaxSize = 1024 * 1024;

    /// <summary>The text of the file; null if it cannot be read, which is then among the findings.</summary>
    public static string? Read(string path, ConfigFindings findings)
    {
        try
        {
            if (Directory.Exists(path)) return Refuse("is a directory, not a file");
            if (!File.Exists(path)) return Refuse("does not exist");
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (ReadBytes(file) is not { } bytes) return Refuse($"is larger than {ByteSize.Format(MaxSize)}");
            return Decode(bytes) ?? Refuse("is not text in UTF-8 or UTF-16");
        }
        catch (UnauthorizedAccessException)
        {
            return Refuse("cannot be read: permission denied");
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            return Refuse($"cannot be read: {e.Message}");
        }

        string? Refuse(string rule)
        {
            findings.Add(new ConfigError("", ConfigOrigin.File(path), null, rule));
            return null;
        }
    }

    /// <summary>The first 12 hexadecimal digits of the SHA-256 of the file's content; null if it cannot be read now.</summary>
    public static string? Hash(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return ReadBytes(file) is { } bytes ? Convert.ToHexStringLower(SHA256.HashData(bytes))[..12] : null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The bytes up to the limit; null if there are more. Does not trust the length, which pipes do not have.</summary>
    private static byte[]? ReadBytes(FileStream file)
    {
        var bytes = new byte[MaxSize + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length > MaxSize ? null : bytes[..length];
    }

    private static string? Decode(byte[] bytes)
    {
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            using var reader = new StreamReader(new MemoryStream(bytes), strict, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
