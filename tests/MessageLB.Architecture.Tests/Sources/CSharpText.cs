namespace MessageLB.Architecture.Tests.Sources;

/// <summary>
/// Blanks out what is not code, so that rules can be read off the rest: comments, and if asked for the text of literals. Lengths
/// and line breaks stay, so positions are those of the source. Code inside interpolated strings is code.
/// </summary>
internal sealed class CSharpText
{
    private readonly string _source;
    private readonly char[] _output;
    private readonly bool _blankText;
    private int _at;

    private CSharpText(string source, bool blankText)
    {
        _source = source;
        _output = source.ToCharArray();
        _blankText = blankText;
    }

    /// <summary>The source without comments and without the text of literals.</summary>
    public static string CodeOnly(string source) => Run(source, blankText: true);

    /// <summary>The source without comments.</summary>
    public static string WithoutComments(string source) => Run(source, blankText: false);

    private static string Run(string source, bool blankText)
    {
        var text = new CSharpText(source, blankText);
        text.Code(insideHole: false);
        return new string(text._output);
    }

    private void Code(bool insideHole)
    {
        var depth = 0;
        while (_at < _source.Length)
        {
            switch (_source[_at])
            {
                case '}' when insideHole && depth == 0:
                    return;
                case '{':
                    depth++;
                    _at++;
                    break;
                case '}':
                    depth--;
                    _at++;
                    break;
                case '/' when Ahead(1) == '/':
                    Blank(EndOfLine());
                    break;
                case '/' when Ahead(1) == '*':
                    var end = _source.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                    Blank(end < 0 ? _source.Length : end + 2);
                    break;
                case '#' when IsFirstOfLine():
                    _at = EndOfLine();
                    break;
                case '\'':
                    Character();
                    break;
                case '"' or '$' or '@' when IsLiteral(out var dollars, out var verbatim, out var quotes):
                    Literal(dollars, verbatim, quotes);
                    break;
                default:
                    _at++;
                    break;
            }
        }
    }

    private bool IsLiteral(out int dollars, out bool verbatim, out int quotes)
    {
        var i = _at;
        (dollars, verbatim, quotes) = (0, false, 0);
        for (; i < _source.Length && _source[i] is '$' or '@'; i++)
        {
            if (_source[i] == '$') dollars++;
            else verbatim = true;
        }

        while (i + quotes < _source.Length && _source[i + quotes] == '"') quotes++;
        return quotes > 0;
    }

    private void Literal(int dollars, bool verbatim, int quotes)
    {
        _at = _source.IndexOf('"', _at);
        if (quotes >= 3 && !verbatim)
        {
            _at += quotes;
            Text(dollars, () => RunOf('"') >= quotes, escapes: null, dollars);
            _at = Math.Min(_source.Length, _at + quotes);
            return;
        }

        _at++;
        Text(dollars, () => _source[_at] == '"' && !(verbatim && Ahead(1) == '"'), verbatim ? '"' : '\\', 1);
        _at++;
    }

    private void Text(int dollars, Func<bool> isEnd, char? escapes, int braces)
    {
        while (_at < _source.Length && !isEnd())
        {
            if (escapes is { } escape && _source[_at] == escape)
            {
                BlankText(2);
            }
            else if (dollars > 0 && _source[_at] == '{')
            {
                Brace(escapes is not null, braces);
            }
            else
            {
                BlankText(1);
            }
        }
    }

    // In plain interpolated text two braces stand for one; in raw text as many as there are dollars open a hole, and more of them
    // stand before it for themselves.
    private void Brace(bool doubled, int braces)
    {
        var run = RunOf('{');
        if (doubled && run >= 2)
        {
            BlankText(2);
            return;
        }

        if (run < braces)
        {
            BlankText(run);
            return;
        }

        BlankText(run - braces);
        _at += braces;
        Code(insideHole: true);
        _at = Math.Min(_source.Length, _at + braces);
    }

    private void Character()
    {
        _at++;
        while (_at < _source.Length && _source[_at] != '\'') BlankText(_source[_at] == '\\' ? 2 : 1);
        _at++;
    }

    private void BlankText(int count)
    {
        if (_blankText) Blank(_at + count);
        else _at += count;
    }

    private void Blank(int end)
    {
        for (; _at < Math.Min(end, _source.Length); _at++)
        {
            if (_source[_at] is not ('\n' or '\r')) _output[_at] = ' ';
        }
    }

    private char Ahead(int count) => _at + count < _source.Length ? _source[_at + count] : '\0';

    private int RunOf(char c)
    {
        var count = 0;
        while (Ahead(count) == c) count++;
        return count;
    }

    private int EndOfLine()
    {
        var end = _source.IndexOf('\n', _at);
        return end < 0 ? _source.Length : end;
    }

    private bool IsFirstOfLine()
    {
        for (var i = _at - 1; i >= 0 && _source[i] != '\n'; i--)
        {
            if (!char.IsWhiteSpace(_source[i])) return false;
        }

        return true;
    }
}
